/** Where a list of equal cells lies, in pixels; a grid has several cells in a row. */
export interface RowGeometry {
  total: number;
  columns: number;
  /** From the top of one row to the top of the next. */
  pitch: number;
  /** Upper edge of the list, counted from the upper edge of what is in sight. */
  top: number;
  /** Height of what is in sight. */
  height: number;
}

/** The cells from `from` to before `to`, and the room that those before and after them would take. */
export interface RowWindow {
  from: number;
  to: number;
  before: number;
  after: number;
}

/** Rows are mounted this far beyond what is in sight, so that scrolling and Tab find them there. */
const AHEAD_PX = 800;
/** Windows begin and end at multiples of this, so that not every step of the wheel draws. */
const ROWS_TOGETHER = 4;

/** The cells that are in sight or nearly, whole rows of them. */
export function findWindow({ total, columns, pitch, top, height }: RowGeometry): RowWindow {
  const rows = Math.ceil(total / columns);
  const clamp = (row: number) => Math.min(rows, Math.max(0, row));
  const group = pitch * ROWS_TOGETHER;
  const first = clamp(Math.floor((-top - AHEAD_PX) / group) * ROWS_TOGETHER);
  const last = clamp(Math.ceil((height - top + AHEAD_PX) / group) * ROWS_TOGETHER);
  return {
    from: Math.min(total, first * columns),
    to: Math.min(total, last * columns),
    before: first * pitch,
    after: (rows - last) * pitch,
  };
}
