import { documentTypes } from '@tradewind/rules/document-types';
import { AutoComplete, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDocumentNames } from '../../shared/document-names.ts';

const TYPE = /^[A-Z][A-Z0-9_]{1,49}$/;

/** A type of document by its name, or a code of one's own. */
export function TypeField({ name }: { name: 'type' | 'documentType' }) {
  const { t } = useTranslation();
  const { typeName } = useDocumentNames();
  return (
    <Form.Item
      name={name}
      label={t('compliance.form.type')}
      extra={t('compliance.form.typeHelp')}
      rules={[{ required: true, pattern: TYPE, message: t('compliance.form.typeMissing') }]}
    >
      <AutoComplete
        data-testid="document-type"
        showSearch={{ filterOption: (text, option) => String(option?.label).toLowerCase().includes(text.toLowerCase()) }}
        options={documentTypes.map((type) => ({ value: type, label: `${typeName(type)} (${type})` }))}
      />
    </Form.Item>
  );
}
