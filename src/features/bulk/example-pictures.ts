const WIDTH = 1600;
const HEIGHT = 1000;

/** Three drawings to try things on, as large PNG files. */
const EXAMPLES = [
  { name: 'Dawn.png', sky: ['#27406b', '#f2a65a'], ground: '#1d3a34', light: '#ffe3a3' },
  { name: 'Noon.png', sky: ['#3f8fc4', '#d9eef7'], ground: '#4c8a4a', light: '#fffbe0' },
  { name: 'Dusk.png', sky: ['#2b1f45', '#c2527a'], ground: '#241a33', light: '#ffb38a' },
] as const;

type Example = (typeof EXAMPLES)[number];

export function drawExamples(): Promise<File[]> {
  return Promise.all(EXAMPLES.map(drawExample));
}

async function drawExample({ name, sky, ground, light }: Example): Promise<File> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  if (context) {
    const air = context.createLinearGradient(0, 0, 0, HEIGHT);
    air.addColorStop(0, sky[0]);
    air.addColorStop(1, sky[1]);
    context.fillStyle = air;
    context.fillRect(0, 0, WIDTH, HEIGHT);
    drawSun(context, light);
    [0.62, 0.72, 0.84].forEach((top, index) => drawHills(context, ground, top, index));
  }
  return new File([await canvas.convertToBlob()], name, { type: 'image/png' });
}

function drawSun(context: OffscreenCanvasRenderingContext2D, light: string): void {
  const [x, y, radius] = [WIDTH * 0.68, HEIGHT * 0.48, HEIGHT * 0.13];
  const glow = context.createRadialGradient(x, y, radius / 2, x, y, radius * 3);
  glow.addColorStop(0, light);
  glow.addColorStop(1, `${light}00`);
  context.fillStyle = glow;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = light;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** Nearer hills are darker. */
function drawHills(
  context: OffscreenCanvasRenderingContext2D,
  colour: string,
  top: number,
  index: number,
): void {
  context.globalAlpha = 0.45 + 0.25 * index;
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(0, HEIGHT);
  for (let x = 0; x <= WIDTH; x += 10) {
    const wave = Math.sin(x / (190 - 40 * index) + 2 * index) + Math.sin(x / 83 + index) / 3;
    context.lineTo(x, HEIGHT * top - wave * HEIGHT * 0.05);
  }
  context.lineTo(WIDTH, HEIGHT);
  context.fill();
  context.globalAlpha = 1;
}
