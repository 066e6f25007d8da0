/** A row of cells by column name. */
export type TableRow = Readonly<Record<string, string | number | bigint | null>>;

/**
 * Rows as an aligned text table with a header line; numbers to the right, null as an empty cell. The columns are
 * those of the first row.
 */
export function formatTable(rows: readonly TableRow[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const body = rows.map((row) => columns.map((column) => String(row[column] ?? '')));
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...body.map((cells) => cells[index]?.length ?? 0)),
  );
  const rightAligned = columns.map((column) => rows.every((row) => typeof row[column] !== 'string'));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) =>
        rightAligned[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(columns), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(line)].join('\n');
}
