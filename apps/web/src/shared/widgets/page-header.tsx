import { type ReactNode, useEffect } from 'react';

/** Title, what the page answers in one line, primary action on the right. */
export function PageHeader({ title, answer, actions }: { title: string; answer?: ReactNode; actions?: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Tradewind 信风`;
  }, [title]);
  return (
    <header className="page-header">
      <div className="page-header-words">
        <h1>{title}</h1>
        {answer && <p className="page-answer">{answer}</p>}
      </div>
      {actions && <div className="page-actions">{actions}</div>}
    </header>
  );
}
