import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CaseDetail } from '@tradewind/contract/types';
import { type CaseFault, caseFaults } from '@tradewind/rules/case-faults';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';

/** Proposed by the reason; a person who sees it otherwise says why. */
export function Fault({ one: { id, fault }, mayWrite }: { one: CaseDetail; mayWrite: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<CaseFault | null>(null);
  const [note, setNote] = useState('');
  const keep = useMutation({
    mutationFn: (next: CaseFault) => call('returns.fault', { params: { caseId: id }, body: { fault: next, note } }),
    onSuccess: () => {
      setChosen(null);
      return client.invalidateQueries({ queryKey: ['returns.get'] });
    },
  });
  return (
    <section className="return-answer">
      <h2>{t('returns.fault.title')}</h2>
      <p className="muted">
        {fault ? t(`returns.fault.parties.${fault.fault}`) : '–'} ·{' '}
        {fault?.by ? `${t('returns.byPerson', { name: fault.by })}: ${fault.note}` : t('returns.fault.proposed')}
      </p>
      {mayWrite && (
        <Select
          aria-label={t('returns.fault.title')}
          placeholder={t('returns.fault.title')}
          value={chosen}
          options={caseFaults.map((value) => ({ value, label: t(`returns.fault.parties.${value}`) }))}
          onChange={setChosen}
        />
      )}
      {chosen && (
        <>
          <Input
            aria-label={t('returns.fault.note')}
            placeholder={t('returns.fault.note')}
            maxLength={1000}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
          <Button disabled={note.trim() === ''} loading={keep.isPending} onClick={() => keep.mutate(chosen)}>
            {t('returns.fault.keep')}
          </Button>
        </>
      )}
      {keep.isError && <ErrorPanel error={keep.error} />}
    </section>
  );
}
