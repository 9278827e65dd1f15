/** A block of cells as spreadsheets put it on the clipboard: tabs between cells, lines between rows, quotes around what holds either. */
export type Block = readonly (readonly string[])[];

export const blockText = (block: Block): string =>
  block.map((row) => row.map((text) => (/["\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join('\t')).join('\n');

/** The line that a spreadsheet adds at the end is no row. */
export function readBlock(text: string): Block {
  const rows: string[][] = [[]];
  let [cell, isQuoted] = ['', false];
  const endCell = () => {
    rows.at(-1)?.push(cell);
    cell = '';
  };
  const ending = text.replaceAll(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let at = 0; at < ending.length; at += 1) {
    const mark = ending.charAt(at);
    if (isQuoted && mark === '"' && ending.charAt(at + 1) === '"') {
      cell += mark;
      at += 1;
    } else if (isQuoted) {
      if (mark === '"') isQuoted = false;
      else cell += mark;
    } else if (mark === '"' && cell === '') isQuoted = true;
    else if (mark === '\t') endCell();
    else if (mark === '\n') {
      endCell();
      rows.push([]);
    } else cell += mark;
  }
  endCell();
  return rows;
}
