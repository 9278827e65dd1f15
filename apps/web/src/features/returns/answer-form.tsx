import { PaperClipOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { CaseAct, CaseDetail } from '@tradewind/contract/types';
import { isRefusing } from '@tradewind/rules/after-sales';
import { currencyExponent } from '@tradewind/rules/money';
import { Button, Input, InputNumber, Select, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { minorOf } from './minor.ts';
import { ReasonSelect } from './reason-select.tsx';

/** What may be said to this buyer now. It goes to the platform once; what became of it shows below. */
export function AnswerForm({ one }: { one: CaseDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [act, setAct] = useState<CaseAct | null>(null);
  const [reasonCode, setReason] = useState('');
  const [comment, setComment] = useState('');
  const [major, setMajor] = useState<number | null>(null);
  const { currency } = one.refund;
  const amount = act === 'offer-part' && major !== null ? minorOf(major, currency) : null;
  const isRefusal = act !== null && isRefusing(act);
  const send = useMutation({
    mutationFn: (chosen: CaseAct) =>
      call('return-answers.create', {
        params: { caseId: one.id },
        body: {
          act: chosen,
          reasonCode: isRefusal ? reasonCode : '',
          comment,
          amount,
          evidenceIds: isRefusal ? one.evidence.map(({ id }) => id) : [],
        },
      }),
    onSuccess: async () => {
      setAct(null);
      await client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith('returns.') });
    },
  });
  if (one.acts.length === 0) return <p className="muted">{t('returns.answer.none')}</p>;
  const isReady = act !== null && (!isRefusal || reasonCode !== '') && (act !== 'offer-part' || amount !== null);
  return (
    <section className="return-answer" data-testid="answer-form">
      <h2>{t('returns.answer.title')}</h2>
      <Select
        aria-label={t('returns.answer.act')}
        placeholder={t('returns.answer.act')}
        data-testid="answer-act"
        value={act}
        options={one.acts.map((value) => ({ value, label: t(`returns.acts.${value}`) }))}
        onChange={setAct}
      />
      {act === 'offer-part' && (
        <InputNumber
          aria-label={t('returns.answer.amount', { currency })}
          placeholder={t('returns.answer.amount', { currency })}
          min={0}
          precision={currencyExponent(currency)}
          value={major}
          onChange={setMajor}
        />
      )}
      {isRefusal && (
        <>
          <ReasonSelect reasons={one.look?.rejectReasons ?? []} isLoading={one.look === null} value={reasonCode} set={setReason} />
          <Input.TextArea
            aria-label={t('returns.answer.comment')}
            placeholder={t('returns.answer.comment')}
            rows={3}
            maxLength={500}
            value={comment}
            onChange={({ target }) => setComment(target.value)}
          />
          <Pictures one={one} />
        </>
      )}
      {send.isError && <ErrorPanel error={send.error} />}
      <Button type="primary" disabled={!isReady} loading={send.isPending} onClick={() => act && send.mutate(act)} data-testid="answer-send">
        {t('returns.answer.send')}
      </Button>
    </section>
  );
}

/** Those that a refusal shows; the server looks at their bytes. */
function Pictures({ one: { id, evidence } }: { one: CaseDetail }) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const keep = useMutation({
    mutationFn: (file: File) => call('return-evidence.create', { params: { caseId: id }, query: { fileName: file.name }, file }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['returns.get'] }),
  });
  return (
    <div>
      <Upload
        accept="image/jpeg,image/png"
        showUploadList={false}
        beforeUpload={(file) => {
          keep.mutate(file);
          return false;
        }}
      >
        <Button icon={<PaperClipOutlined />} loading={keep.isPending}>
          {t('returns.answer.evidence')}
        </Button>
      </Upload>{' '}
      <span className="muted" data-testid="answer-pictures" data-count={evidence.length}>
        {t('returns.answer.pictures', { shown: formatCount(evidence.length, i18n.language) })}
      </span>
      {keep.isError && <ErrorPanel error={keep.error} />}
    </div>
  );
}
