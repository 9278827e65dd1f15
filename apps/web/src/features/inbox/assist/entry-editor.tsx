import { Button, Checkbox, Drawer, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, type Request } from '../../../shared/api/call.ts';
import { useShops } from '../../../shared/api/shops.ts';
import { useIsPhone } from '../../../shared/use-media.ts';
import { blanks } from '../blanks.ts';
import '../team/team.css';
import { useAct } from '../use-inbox.ts';
import type { Edited } from './entry.ts';

type Fields = Request<'knowledge-entries.create'>['body'];
const QUESTIONS_MAX = 20;
const blankEntry = (question: string): Fields => ({
  title: '',
  questions: question === '' ? [] : [question],
  text: '',
  shopIds: [],
  isOn: true,
});

export function EntryEditor({ edited: { entry, question }, close }: { edited: Edited; close: () => void }) {
  const { t } = useTranslation();
  const isPhone = useIsPhone();
  const { shops } = useShops();
  const [fields, setFields] = useState<Fields>(() => {
    if (!entry) return blankEntry(question);
    const { title, questions, text, shopIds, isOn } = entry;
    return { title, questions, text, shopIds, isOn };
  });
  const [asked, setAsked] = useState(fields.questions.join('\n'));
  const set = (change: Partial<Fields>) => setFields({ ...fields, ...change });
  const questions = asked
    .split('\n')
    .map((line) => line.trim().slice(0, 200))
    .filter((line) => line !== '');
  const isReady = fields.title.trim() !== '' && fields.text.trim() !== '' && questions.length <= QUESTIONS_MAX;
  const keep = useAct(
    (body: Fields): Promise<unknown> =>
      entry ? call('knowledge-entries.set', { params: { knowledgeEntryId: entry.id }, body }) : call('knowledge-entries.create', { body }),
    close,
  );
  return (
    <Drawer
      open
      onClose={close}
      size={isPhone ? '100%' : 640}
      title={entry ? entry.title : t('assist.page.add')}
      footer={
        <div className="team-foot">
          <Button
            type="primary"
            disabled={!isReady}
            loading={keep.isPending}
            onClick={() => keep.mutate({ ...fields, questions })}
            data-testid="keep-entry"
          >
            {t('assist.form.keep')}
          </Button>
          <Button onClick={close}>{t('assist.form.cancel')}</Button>
        </div>
      }
    >
      <Form layout="vertical" component="div" className="drawer-body team-form" data-testid="entry-editor">
        <Form.Item label={t('assist.form.title')} htmlFor="entry-title">
          <Input
            id="entry-title"
            maxLength={80}
            autoComplete="off"
            value={fields.title}
            onChange={({ target }) => set({ title: target.value })}
          />
        </Form.Item>
        <Form.Item
          label={t('assist.form.questions')}
          htmlFor="entry-questions"
          extra={t('assist.form.questionsHint')}
          validateStatus={questions.length > QUESTIONS_MAX ? 'error' : ''}
        >
          <Input.TextArea id="entry-questions" rows={4} dir="auto" value={asked} onChange={({ target }) => setAsked(target.value)} />
        </Form.Item>
        <Form.Item
          label={t('assist.form.text')}
          htmlFor="entry-text"
          extra={t('assist.form.textHint', { blanks: blanks.map((blank) => `{${blank}}`).join(' ') })}
        >
          <Input.TextArea
            id="entry-text"
            rows={8}
            maxLength={4000}
            dir="auto"
            value={fields.text}
            onChange={({ target }) => set({ text: target.value })}
          />
        </Form.Item>
        <Form.Item label={t('assist.form.shops')}>
          <Select
            mode="multiple"
            aria-label={t('assist.form.shops')}
            placeholder={t('assist.page.allShops')}
            optionFilterProp="label"
            value={fields.shopIds}
            options={shops.map(({ id, name, market }) => ({ value: id, label: `${name} (${market})` }))}
            onChange={(shopIds) => set({ shopIds })}
          />
        </Form.Item>
        <Checkbox checked={fields.isOn} onChange={({ target }) => set({ isOn: target.checked })}>
          {t('assist.form.on')}
        </Checkbox>
      </Form>
    </Drawer>
  );
}
