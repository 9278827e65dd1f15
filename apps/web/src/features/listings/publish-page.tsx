import { useTranslation } from 'react-i18next';
import { useOwnSearch } from '../../shared/own-search.ts';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { ChoosePairs } from './choose-pairs.tsx';
import './listings.css';
import { RunReview } from './run-review.tsx';

/** Choose, look through, confirm, watch: the task lies on the server, so each step is an address. */
export function PublishPage() {
  const { t } = useTranslation();
  const { run } = useOwnSearch();
  const words = run ? 'run' : 'choose';
  return (
    <>
      <PageHeader title={t(`listings.${words}.title`)} answer={t(`listings.${words}.answer`)} />
      <Requires scope="listings:write">{run ? <RunReview runId={run} /> : <ChoosePairs />}</Requires>
    </>
  );
}
