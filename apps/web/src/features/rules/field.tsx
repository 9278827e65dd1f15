import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type FieldProblem, idOf, labelOf, useForm } from './form-context.ts';
import type { Field, Leaf } from './form-model.ts';
import { below, nextRow, valueAt } from './input.ts';
import { LeafControl } from './leaf-control.tsx';
import { useProblemWords } from './problem-words.ts';

/** Every field of an object, each in its place. `at`: JSON Pointer of the object. */
export function Fields({ fields, at }: { fields: readonly Field[]; at: string }) {
  return fields.map((field) => <FieldView key={field.key} field={field} at={below(at, field.key)} />);
}

function FieldView({ field, at }: { field: Field; at: string }) {
  if (field.kind === 'group') return <GroupField field={field} at={at} />;
  if (field.kind === 'rows') return <RowsField field={field} at={at} />;
  return <LeafField field={field} at={at} />;
}

/** The problems that stand at this field: a simple field also answers for what is wrong inside its value. */
function useProblemsAt(at: string, isDeep: boolean): FieldProblem[] {
  return useForm().problems.filter(({ path }) => path === at || (isDeep && path.startsWith(`${at}/`)));
}

function LeafField({ field, at }: { field: Field & Leaf; at: string }) {
  const { t } = useTranslation();
  const form = useForm();
  const problems = useProblemsAt(at, true);
  const value = valueAt(form.input, at);
  const filled = form.filled.find(({ path }) => path === at);
  const isFilled = filled !== undefined && JSON.stringify(filled.value) === JSON.stringify(value);
  const id = idOf(at);
  const notes = `${id}-notes`;
  const isWide = (field.kind === 'text' && field.isLong) || field.kind === 'tags';
  return (
    <div className={`rule-field${isWide ? ' is-wide' : ''}`} data-field={at} data-bad={problems.length > 0 || undefined}>
      <label htmlFor={id}>
        {labelOf(form, field)}
        {field.isOptional && <span className="rule-optional">{t('rules.optional')}</span>}
      </label>
      <LeafControl field={field} value={value} set={(next) => form.set(at, next)} id={id} describedBy={notes} isBad={problems.length > 0} />
      <div id={notes} className="rule-notes">
        <Problems problems={problems} value={value} />
        {isFilled && <span className="rule-filled">{t(`rules.from.${filled.from}`)}</span>}
        <Help path={field.path} />
      </div>
    </div>
  );
}

function Problems({ problems, value }: { problems: readonly FieldProblem[]; value: unknown }) {
  const wordsOf = useProblemWords();
  return problems.map((problem) => (
    <span key={`${problem.path} ${problem.code}`} className="rule-problem" role="alert">
      {wordsOf(problem, value)}
    </span>
  ));
}

function Help({ path }: { path: string }) {
  const { text } = useForm();
  const help = Object.hasOwn(text.fields, path) ? text.fields[path]?.help : undefined;
  return help && <span className="rule-help">{help}</span>;
}

/** An object of its own: one that may be absent is added and taken away as a whole. */
function GroupField({ field, at }: { field: Field & { kind: 'group'; fields: readonly Field[] }; at: string }) {
  const { t } = useTranslation();
  const form = useForm();
  const value = valueAt(form.input, at);
  const mayBeAbsent = field.isOptional || field.isNullable;
  const isThere = value !== undefined && value !== null;
  const label = labelOf(form, field);
  return (
    <fieldset className="rule-group" data-field={at}>
      <legend>{label}</legend>
      <Help path={field.path} />
      <Problems problems={useProblemsAt(at, false)} value={value} />
      {(isThere || !mayBeAbsent) && (
        <div className="rule-grid">
          <Fields fields={field.fields} at={at} />
        </div>
      )}
      {mayBeAbsent && (
        <Button
          size="small"
          icon={isThere ? <DeleteOutlined /> : <PlusOutlined />}
          onClick={() => form.set(at, isThere ? (field.isNullable ? null : undefined) : (valueAt(form.example, at) ?? {}))}
        >
          {t(isThere ? 'rules.removePart' : 'rules.addPart', { part: label })}
        </Button>
      )}
    </fieldset>
  );
}

function RowsField({ field, at }: { field: Field & { kind: 'rows'; fields: readonly Field[] }; at: string }) {
  const { t } = useTranslation();
  const form = useForm();
  const value = valueAt(form.input, at);
  const rows: readonly unknown[] = Array.isArray(value) ? value : [];
  const pattern = valueAt(form.example, below(at, 0)) ?? {};
  const put = (next: readonly unknown[]) => form.set(at, next.length === 0 && field.isOptional ? undefined : next);
  const label = labelOf(form, field);
  return (
    <fieldset className="rule-group rule-rows" data-field={at}>
      <legend>
        {label} <span className="muted num">{rows.length}</span>
      </legend>
      <Help path={field.path} />
      <Problems problems={useProblemsAt(at, false)} value={value} />
      {rows.map((_, index) => (
        // A row has no identity but its place, and its fields hold nothing of their own.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <fieldset key={index} className="rule-row" aria-label={t('rules.rowName', { part: label, number: index + 1 })}>
          <div className="rule-grid">
            <Fields fields={field.fields} at={below(at, index)} />
          </div>
          <Button
            className="rule-row-remove"
            type="text"
            icon={<DeleteOutlined />}
            title={t('rules.removeRow', { number: index + 1 })}
            aria-label={t('rules.removeRow', { number: index + 1 })}
            onClick={() => put(rows.filter((_row, other) => other !== index))}
          />
          <Problems problems={form.problems.filter(({ path }) => path === below(at, index))} value={rows[index]} />
        </fieldset>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => put([...rows, nextRow(rows, pattern)])}>
        {t('rules.addRow')}
      </Button>
    </fieldset>
  );
}
