import type { ShopStanding } from '@tradewind/contract/types';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatCount } from '../../shared/money.ts';

type Props = { standing: Pick<ShopStanding, 'balance' | 'nextNode' | 'formalWarning'>; nodes: readonly number[] };

/** The balance on the way to the last node, at which the account is revoked; each node marked. Said in words for those who do not see it. */
export function PointsBar({ standing, nodes }: Props) {
  const { t, i18n } = useTranslation();
  const { balance, nextNode, formalWarning } = standing;
  const full = nodes.at(-1) ?? 1;
  const tone = balance >= (nodes[0] ?? 1) ? 'losing' : formalWarning ? 'soon' : 'plain';
  const fill = useMemo(() => ({ width: `${Math.min(100, (balance / full) * 100)}%` }), [balance, full]);
  return (
    <div className="points-bar">
      <div
        className="points-track"
        role="img"
        aria-label={t('penalties.points', { count: balance, points: formatCount(balance, i18n.language) })}
      >
        <span className={`points-fill points-${tone}`} style={fill} />
        {nodes.map((node) => (
          <Node key={node} node={node} full={full} isTold={node <= balance || node === nextNode} />
        ))}
      </div>
    </div>
  );
}

function Node({ node, full, isTold }: { node: number; full: number; isTold: boolean }) {
  const place = useMemo(() => ({ left: `${(node / full) * 100}%` }), [node, full]);
  return (
    <span className={`points-node ${isTold ? 'is-told' : ''}`} style={place}>
      <span className="num">{node}</span>
    </span>
  );
}
