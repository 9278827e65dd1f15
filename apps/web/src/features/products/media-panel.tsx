import { ArrowLeftOutlined, DeleteOutlined, UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Product } from '@tradewind/contract/types';
import { Alert, Button, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { addressOf, apiQuery, call } from '../../shared/api/call.ts';
import { formatCount } from '../../shared/money.ts';
import { ErrorPanel } from '../../shared/widgets/error-panel.tsx';
import { useMayEdit } from './page.tsx';
import { faultsOf, useFaultWords } from './use-faults.ts';

const LIMIT_MB = 10;
const SIDE_PX = 100;

export function MediaPanel({ product }: { product: Product }) {
  const { t, i18n } = useTranslation();
  const mayEdit = useMayEdit();
  const client = useQueryClient();
  const productId = product.id;
  const refresh = () => client.invalidateQueries({ queryKey: apiQuery('products.get', { params: { productId } }).queryKey });
  const add = useMutation({
    mutationFn: (file: File) => call('product-media.create', { params: { productId }, file }),
    onSuccess: refresh,
  });
  const remove = useMutation({
    mutationFn: (mediaId: string) => call('product-media.remove', { params: { productId, mediaId } }),
    onSuccess: refresh,
  });
  const order = useMutation({
    mutationFn: (mediaIds: string[]) => call('product-media.order', { params: { productId }, body: { mediaIds } }),
    onSettled: refresh,
  });
  const ids = product.media.map(({ id }) => id);
  if (!mayEdit && product.media.length === 0) return null;
  return (
    <section className="panel product-panel" aria-label={t('products.media.title')}>
      <h2>{t('products.media.title')}</h2>
      <ul className="media-strip">
        {product.media.map(({ id, width, height }, at) => (
          <li key={id} data-testid="product-picture">
            <a href={addressOf('product-media.file', { params: { productId, mediaId: id }, query: {} })} download>
              <img
                src={addressOf('product-media.file', { params: { productId, mediaId: id }, query: { size: 'small' } })}
                alt={t('products.media.alt', {
                  title: product.title,
                  width: formatCount(width, i18n.language),
                  height: formatCount(height, i18n.language),
                })}
                width={96}
                height={96}
              />
            </a>
            {mayEdit && at > 0 && (
              <Button
                size="small"
                type="text"
                icon={<ArrowLeftOutlined />}
                aria-label={t('products.media.forward', { place: at + 1 })}
                disabled={order.isPending}
                onClick={() => order.mutate(ids.with(at - 1, id).with(at, ids[at - 1] ?? id))}
                data-testid="picture-forward"
              />
            )}
            {mayEdit && (
              <Button
                size="small"
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('products.media.remove')}
                loading={remove.isPending && remove.variables === id}
                onClick={() => remove.mutate(id)}
              />
            )}
          </li>
        ))}
      </ul>
      {mayEdit && (
        <div className="media-add">
          <Upload
            accept="image/jpeg,image/png,image/webp"
            showUploadList={false}
            beforeUpload={(file) => {
              add.mutate(file);
              return false;
            }}
          >
            <Button icon={<UploadOutlined />} loading={add.isPending} data-testid="add-picture">
              {t('products.media.add')}
            </Button>
          </Upload>
          <span className="muted">{t('products.media.limits', { mb: LIMIT_MB, side: SIDE_PX })}</span>
        </div>
      )}
      {add.isError && <Refused error={add.error} />}
      {order.isError && <ErrorPanel error={order.error} />}
      {remove.isError && <ErrorPanel error={remove.error} />}
    </section>
  );
}

function Refused({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const words = useFaultWords();
  const [fault] = faultsOf(error);
  return fault ? (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={t('products.media.refused')}
      description={words(fault.code)}
      data-testid="picture-fault"
    />
  ) : (
    <ErrorPanel error={error} />
  );
}
