import { formatMegabytes, formatSeconds } from './progress.ts';

/** One row of the table a build ends with. */
export interface ReportRow {
  readonly target: string;
  readonly path: string;
  readonly bytes: number;
  readonly milliseconds: number;
  /** `built`, `cached`, with what was done after that. */
  readonly note: string;
}

/** The table of what was built: one line for each file, columns aligned. */
export function buildTable(rows: readonly ReportRow[]): string {
  const cells = [
    ['target', 'file', 'size', 'time', ''],
    ...rows.map(({ target, path, bytes, milliseconds, note }) => [
      target,
      path,
      formatMegabytes(bytes),
      formatSeconds(milliseconds),
      note,
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) => row.map((cell, column) => pad(cell, widths[column] ?? 0, column === 2 || column === 3)))
    .map((row) => row.join('  ').trimEnd())
    .join('\n');
}

function pad(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}
