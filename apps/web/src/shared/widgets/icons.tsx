/** The mark: three strokes of wind. Drawn here, so it takes the text's colour in both modes. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--tw-accent)" />
      <g fill="none" stroke="#fff" strokeWidth="2.6" strokeLinecap="round">
        <path d="M5 12.5h13.2a3.6 3.6 0 1 0-3.5-4.6" />
        <path d="M5 17.5h18.2a3.4 3.4 0 1 1-3.3 4.3" />
        <path d="M5 22.5h9.2" />
      </g>
    </svg>
  );
}
