import { UploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../app/session.ts';
import { useOwnSearch, useSetOwnSearch } from '../../shared/own-search.ts';
import { Requires } from '../../shared/widgets/no-right.tsx';
import { PageHeader } from '../../shared/widgets/page-header.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { Ratings } from './ratings.tsx';
import './reputation.css';
import { ReviewDrawer } from './review-drawer.tsx';
import { Reviews } from './reviews.tsx';

/** What do buyers say of us, where does it get worse, and whom have we not answered? */
export function ReputationPage() {
  const { t } = useTranslation();
  const mayWrite = useCan('returns:write');
  const [isImporting, setImporting] = useState(false);
  const { open } = useOwnSearch();
  const setSearch = useSetOwnSearch();
  return (
    <>
      <PageHeader
        title={t('nav.reputation')}
        answer={t('reputation.question')}
        actions={
          mayWrite && (
            <Button icon={<UploadOutlined />} onClick={() => setImporting(true)} data-testid="review-import-open">
              {t('reputation.import.open')}
            </Button>
          )
        }
      />
      <Requires scope="orders:read">
        <div className="reputation">
          <Ratings />
          <Reviews />
        </div>
        {open && <ReviewDrawer reviewId={open} close={() => setSearch({ open: undefined }, true)} />}
        {isImporting && <ImportDialog close={() => setImporting(false)} />}
      </Requires>
    </>
  );
}
