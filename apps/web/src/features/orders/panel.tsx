import type { ReactNode } from 'react';

/** A titled part of the order page. */
export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="panel order-panel">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
