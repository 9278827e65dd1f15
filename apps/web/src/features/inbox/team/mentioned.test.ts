import { expect, test } from 'vitest';
import { mentionedIn } from './mentioned.ts';

const agents = [
  { id: '1', name: 'Ann' },
  { id: '2', name: 'Ann Lee' },
  { id: '3', name: '李雷' },
  { id: '4', name: '李雷' },
];

test.each([
  ['nobody', []],
  ['@Ann can you look?', ['1']],
  ['@Ann Lee can you look?', ['2']],
  ['@Anna is somebody else', []],
  ['write to ann@shop.example', []],
  ['@Ann Lee, @Ann: both', ['2', '1']],
  ['@李雷 看一下', ['3', '4']],
])('“%s” calls %j', (text, ids) => {
  expect(mentionedIn(text, agents)).toEqual(ids);
});
