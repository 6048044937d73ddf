import { useEffect, useRef } from 'react';

interface PixelCanvasProps {
  /** RGBA, row by row. */
  image: { width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> };
  /** What it shows, for screen readers. */
  label: string;
  className?: string;
}

/** Pixels in memory on the screen, without a file in between. */
export function PixelCanvas({ image, label, className }: PixelCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { width, height, data } = image;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(data, width, height), 0, 0);
  }, [image]);
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      width={image.width}
      height={image.height}
      className={className}
    />
  );
}
