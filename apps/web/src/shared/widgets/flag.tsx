import type { ReactNode } from 'react';

/**
 * Small drawn flags (20 × 14). Flag emoji are letters on Windows, and the page's policy allows no outside pictures.
 * Simplified to what can be told apart at this size.
 */
const vertical = (a: string, b: string, c: string): ReactNode => (
  <>
    <path fill={a} d="M0 0h7v14H0z" />
    <path fill={b} d="M6.6 0h7v14h-7z" />
    <path fill={c} d="M13.3 0H20v14h-6.7z" />
  </>
);
const horizontal = (...stripes: [colour: string, share: number][]): ReactNode => {
  const total = stripes.reduce((sum, [, share]) => sum + share, 0);
  let top = 0;
  return stripes.map(([colour, share], index) => {
    const y = top;
    top += (share / total) * 14;
    // The same colours may repeat in one flag; the place of a stripe is its identity.
    return (
      <rect
        key={`${colour}-${y}`}
        fill={colour}
        x="0"
        y={y}
        width="20"
        height={index === stripes.length - 1 ? 14 - y : (share / total) * 14 + 0.1}
      />
    );
  });
};
const star = ([x, y]: [number, number], r: number, fill: string): ReactNode => {
  const points = Array.from({ length: 10 }, (_, index) => {
    const radius = index % 2 === 0 ? r : r * 0.4;
    const angle = (Math.PI / 5) * index - Math.PI / 2;
    return `${(x + radius * Math.cos(angle)).toFixed(2)},${(y + radius * Math.sin(angle)).toFixed(2)}`;
  });
  return <polygon fill={fill} points={points.join(' ')} />;
};
const redWhite = (pairs: number, red: string): [string, number][] =>
  Array.from({ length: pairs * 2 - 1 }, (_, index) => [index % 2 === 0 ? red : '#fff', 1]);

const flags: Record<string, ReactNode> = {
  US: (
    <>
      {horizontal(...redWhite(4, '#b22234'))}
      <path fill="#3c3b6e" d="M0 0h9v8H0z" />
      {star([2.4, 2.4], 1.2, '#fff')}
      {star([6.6, 2.4], 1.2, '#fff')}
      {star([4.5, 5.4], 1.2, '#fff')}
    </>
  ),
  GB: (
    <>
      <path fill="#012169" d="M0 0h20v14H0z" />
      <path stroke="#fff" strokeWidth="2.8" d="m0 0 20 14M20 0 0 14" />
      <path stroke="#c8102e" strokeWidth="1.2" d="m0 0 20 14M20 0 0 14" />
      <path stroke="#fff" strokeWidth="4.4" d="M10 0v14M0 7h20" />
      <path stroke="#c8102e" strokeWidth="2.6" d="M10 0v14M0 7h20" />
    </>
  ),
  DE: horizontal(['#111', 1], ['#d00', 1], ['#ffce00', 1]),
  FR: vertical('#0055a4', '#fff', '#ef4135'),
  IT: vertical('#009246', '#fff', '#ce2b37'),
  IE: vertical('#169b62', '#fff', '#ff883e'),
  ES: horizontal(['#aa151b', 1], ['#f1bf00', 2], ['#aa151b', 1]),
  JP: (
    <>
      <path fill="#fff" d="M0 0h20v14H0z" />
      <circle fill="#bc002d" cx="10" cy="7" r="4.1" />
    </>
  ),
  MX: (
    <>
      {vertical('#006847', '#fff', '#ce1126')}
      <circle fill="none" stroke="#8a5a1a" strokeWidth="1.3" cx="10" cy="7" r="1.9" />
    </>
  ),
  TH: horizontal(['#a51931', 1], ['#f4f5f8', 1], ['#2d2a4a', 2], ['#f4f5f8', 1], ['#a51931', 1]),
  VN: (
    <>
      <path fill="#da251d" d="M0 0h20v14H0z" />
      {star([10, 7.3], 4.4, '#ff0')}
    </>
  ),
  MY: (
    <>
      {horizontal(...redWhite(4, '#cc0001'))}
      <path fill="#010066" d="M0 0h10.5v8H0z" />
      <circle fill="#fc0" cx="4.4" cy="4" r="2.6" />
      <circle fill="#010066" cx="5.3" cy="4" r="2.2" />
      {star([7.6, 4], 1.7, '#fc0')}
    </>
  ),
  ID: horizontal(['#e70011', 1], ['#fff', 1]),
  PH: (
    <>
      {horizontal(['#0038a8', 1], ['#ce1126', 1])}
      <path fill="#fff" d="m0 0 10 7-10 7z" />
      {star([3.4, 7], 1.8, '#fcd116')}
    </>
  ),
  SG: (
    <>
      {horizontal(['#ed2939', 1], ['#fff', 1])}
      <circle fill="#fff" cx="4.6" cy="3.5" r="2.5" />
      <circle fill="#ed2939" cx="5.7" cy="3.5" r="2.2" />
      {star([7, 3.5], 1.4, '#fff')}
    </>
  ),
  BR: (
    <>
      <path fill="#009b3a" d="M0 0h20v14H0z" />
      <path fill="#fedf00" d="m10 1.6 8 5.4-8 5.4L2 7z" />
      <circle fill="#002776" cx="10" cy="7" r="2.7" />
    </>
  ),
};

export function Flag({ market }: { market: string }) {
  return (
    <svg className="flag" width="20" height="14" viewBox="0 0 20 14" aria-hidden="true">
      {flags[market] ?? <path fill="var(--tw-line-strong)" d="M0 0h20v14H0z" />}
    </svg>
  );
}
