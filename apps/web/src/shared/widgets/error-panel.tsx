import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.ts';

/** What happened and what to do, by the problem's code in the reader's language. */
export function useProblemText(): (error: unknown) => { title: string; remedy: string } {
  const { t } = useTranslation();
  return (error) => {
    const code = error instanceof ApiProblem ? error.code : 'internal';
    const seconds = error instanceof ApiProblem ? error.retryAfterSeconds : null;
    return {
      title: t(`problems.${code}.title`),
      remedy: seconds ? t('problems.retryAfter', { count: Math.ceil(seconds) }) : t(`problems.${code}.remedy`),
    };
  };
}

/** An error in place of what could not be shown. The request id is what support needs to find it in the log. */
export function ErrorPanel({ error, retry, isPage = false }: { error: unknown; retry?: () => void; isPage?: boolean }) {
  const { t } = useTranslation();
  const { title, remedy } = useProblemText()(error);
  const problem = error instanceof ApiProblem ? error : null;
  const panel = (
    <Alert
      className="error-panel"
      type="error"
      showIcon
      role="alert"
      title={title}
      description={
        <>
          <p>{remedy}</p>
          {problem?.detail && <p className="muted">{problem.detail}</p>}
          {problem && problem.fields.length > 0 && (
            <ul>
              {problem.fields.map((field) => (
                <li key={`${field.path} ${field.code}`}>
                  <code>{field.path}</code> {field.message}
                </li>
              ))}
            </ul>
          )}
          {problem?.requestId && (
            <p className="muted">
              {t('common.requestId')} <code>{problem.requestId}</code>
            </p>
          )}
        </>
      }
      action={retry && <Button onClick={retry}>{t('common.tryAgain')}</Button>}
    />
  );
  return isPage ? <div className="page-error">{panel}</div> : panel;
}
