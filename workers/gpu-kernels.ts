/**
 * The shaders of gpu-arithmetic.ts: all run one invocation for each element, or for each pair of
 * 16-bit ones.
 */

const WORKGROUP = 256;

/** A dimension of a dispatch ends here; larger vectors take rows of workgroups. */
const MAX_WORKGROUPS = 65_535;

const INDEX = `
  let index = id.x + id.y * ${MAX_WORKGROUPS * WORKGROUP}u;
  if (index >= params.length) { return; }`;
const HEAD = `@compute @workgroup_size(${WORKGROUP})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {${INDEX}`;

/** Workgroups for so many elements. */
export function dispatchSize(length: number): readonly [number, number] {
  const groups = Math.ceil(length / WORKGROUP);
  return [Math.min(groups, MAX_WORKGROUPS), Math.ceil(groups / MAX_WORKGROUPS)];
}

/** Most terms of one sum: with the result they are the eight buffers that every device has. */
export const MAX_TERMS = 6;

/**
 * Sum of factor × vector[offset + i]; uniform: length, limit, then offsets and factors. A limit
 * above 0 clamps the sum.
 */
export function combineShader(count: number): string {
  const inputs = Array.from(
    { length: count },
    (_, index) => `@group(0) @binding(${index + 2}) var<storage, read> v${index}: array<f32>;`,
  );
  const sum = Array.from(
    { length: count },
    (_, index) =>
      `params.terms[${index}].factor * v${index}[params.terms[${index}].offset + index]`,
  );
  return `
struct Term { offset: u32, factor: f32 }
struct Params { length: u32, limit: f32, terms: array<Term, ${MAX_TERMS}> }
@group(0) @binding(0) var<storage, read> params: Params;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
${inputs.join('\n')}
${HEAD}
  let sum = ${sum.join('\n    + ')};
  result[index] = select(sum, clamp(sum, -params.limit, params.limit), params.limit > 0.0);
}`;
}

/** mask × inside + (1 − mask) × outside. */
export const BLEND_SHADER = `
struct Params { length: u32 }
@group(0) @binding(0) var<storage, read> params: Params;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<storage, read> mask: array<f32>;
@group(0) @binding(3) var<storage, read> inside: array<f32>;
@group(0) @binding(4) var<storage, read> outside: array<f32>;
${HEAD}
  result[index] = mask[index] * inside[index] + (1.0 - mask[index]) * outside[index];
}`;

const PLACE_HEAD = `
struct Params { length: u32, offset: u32, rowLength: u32, stride: u32, factor: f32 }
@group(0) @binding(0) var<storage, read> params: Params;`;

/** Writes a vector into a tensor of 32-bit floats, row by row. */
export const PLACE_F32_SHADER = `${PLACE_HEAD}
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<storage, read> vector: array<f32>;
${HEAD}
  let at = params.offset + (index / params.rowLength) * params.stride + index % params.rowLength;
  result[at] = params.factor * vector[index];
}`;

/** The same into 16-bit floats, two at a time; no shader-f16 needed. */
export const PLACE_F16_SHADER = `${PLACE_HEAD}
@group(0) @binding(1) var<storage, read_write> result: array<u32>;
@group(0) @binding(2) var<storage, read> vector: array<f32>;
${HEAD}
  let first = index * 2u;
  let at = params.offset + (first / params.rowLength) * params.stride + first % params.rowLength;
  result[at / 2u] = pack2x16float(params.factor * vec2<f32>(vector[first], vector[first + 1u]));
}`;

/** 16-bit floats to 32-bit ones, two at a time. */
export const WIDEN_SHADER = `
struct Params { length: u32 }
@group(0) @binding(0) var<storage, read> params: Params;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
@group(0) @binding(2) var<storage, read> halves: array<u32>;
${HEAD}
  let pair = unpack2x16float(halves[index]);
  result[index * 2u] = pair.x;
  result[index * 2u + 1u] = pair.y;
}`;
