import type { MexicoProduct } from '@tradewind/contract/types';
import { useTranslation } from 'react-i18next';
import { explain } from '../rules/words.ts';
import { usePolicyWords } from './use-reason-words.ts';

type Fit = NonNullable<MexicoProduct['fit']>;
const width = 120;

/** The score, and what each part adds to the middle of fifty or takes from it: against to the left, for to the right. */
export function FitBars({ fit }: { fit: Fit }) {
  const { t } = useTranslation();
  const { words, reason } = usePolicyWords('us-to-mexico-fit');
  const most = Math.max(1, ...fit.parts.map(({ atMost }) => atMost));
  return (
    <>
      <p className="programme-figure">
        <strong className="num" data-testid="fit-score">
          {Math.round(fit.score * 10) / 10}
        </strong>{' '}
        <span>{t('programmes.fit.of')}</span>
      </p>
      <ul className="fit-bars">
        {fit.parts.map(({ code, effect, points, atMost }) => {
          const length = (points / most) * (width / 2);
          const signed = `${effect === 'for' ? '+' : '−'}${Math.round(points * 10) / 10}`;
          return (
            <li key={code}>
              <span className="fit-words">{reason(code)}</span>
              <svg className="fit-bar" viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" aria-hidden="true">
                <line className="fit-middle" x1={width / 2} x2={width / 2} y1={0} y2={10} vectorEffect="non-scaling-stroke" />
                <rect
                  className={`fit-${effect}`}
                  x={effect === 'for' ? width / 2 : width / 2 - length}
                  y={2}
                  width={length}
                  height={6}
                  rx={1}
                />
              </svg>
              <span className={`num tone-${effect === 'for' ? 'done' : 'losing'}`} title={t('programmes.fit.atMost', { count: atMost })}>
                {signed}
              </span>
            </li>
          );
        })}
      </ul>
      {words && fit.advice && <p>{explain(words, { key: fit.advice, values: {} })}</p>}
    </>
  );
}
