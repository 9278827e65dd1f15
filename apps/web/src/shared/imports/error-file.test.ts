import { expect, it } from 'vitest';
import { errorFile } from './error-file.ts';

it('errors are a table that opens beside the file, and no cell of it is run', () => {
  const error = { line: 3, column: 'percent', code: 'formula', message: '=1+1, "quoted"' };
  const file = decodeURIComponent(
    errorFile([error, { ...error, line: null, column: null }], ({ message }) => message)
      .split(',')
      .slice(1)
      .join(','),
  );
  expect(file).toBe('\uFEFFline,column,code,what\r\n3,percent,formula,"\'=1+1, ""quoted"""\r\n,,formula,"\'=1+1, ""quoted"""\r\n');
});
