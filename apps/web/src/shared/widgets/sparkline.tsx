type Props = { values: readonly (number | null)[]; label: string; height?: number; isLastOpen?: boolean };

/**
 * The shape of a series, no axis: the number beside it says how much. Gaps (no rate) are left open; a last day or hour
 * that is not over is drawn dashed, for its fall means nothing yet.
 */
export function Sparkline({ values, label, height = 36, isLastOpen = false }: Props) {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return <span className="sparkline-none" />;
  const width = 240;
  const top = Math.max(...known, 1);
  const place = (value: number, index: number) =>
    `${((index / (values.length - 1)) * width).toFixed(1)} ${(height - 2 - (value / top) * (height - 4)).toFixed(1)}`;
  const path = (from: number, to: number) =>
    values
      .slice(from, to)
      .map((value, step) => {
        const isJoined = step > 0 && values[from + step - 1] !== null;
        return value === null ? '' : `${isJoined ? 'L' : 'M'}${place(value, from + step)}`;
      })
      .join('');
  const closed = isLastOpen ? values.length - 1 : values.length;
  return (
    <svg className="sparkline" viewBox={`0 0 ${width} ${height}`} height={height} preserveAspectRatio="none" role="img" aria-label={label}>
      <path className="sparkline-area" d={`${path(0, values.length)}L${width} ${height}L0 ${height}Z`} />
      <path className="sparkline-line" d={path(0, closed)} vectorEffect="non-scaling-stroke" />
      {isLastOpen && (
        <path className="sparkline-line" d={path(closed - 1, values.length)} strokeDasharray="3 3" vectorEffect="non-scaling-stroke" />
      )}
    </svg>
  );
}
