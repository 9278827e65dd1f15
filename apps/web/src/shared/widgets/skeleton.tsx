/** Grey shapes where content will stand, so nothing jumps when it comes. */
export function SkeletonRows({ rows = 6, label }: { rows?: number; label: string }) {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        // Rows have no identity of their own; their place is all they are.
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed number of equal shapes
        <span key={row} className="skeleton-row" />
      ))}
    </div>
  );
}
