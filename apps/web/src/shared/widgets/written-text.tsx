import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { foldAt, type Piece, piecesOf } from '../invisible.ts';
import { formatCount } from '../money.ts';
import './written-text.css';

/** A text as somebody wrote it: never markup, apart in its direction from what stands around it, nothing hidden in it, folded where it is long. */
export function WrittenText({ text }: { text: string }) {
  const { t, i18n } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const fold = foldAt(text);
  const shown = fold === null || isWhole ? text : text.slice(0, fold);
  return (
    <>
      <bdi className="written-text" dir="auto">
        <Pieces text={shown} />
        {shown !== text && '…'}
      </bdi>
      {fold !== null && (
        <Button type="link" size="small" className="written-fold" onClick={() => setWhole(!isWhole)} data-testid="message-fold">
          {t(isWhole ? 'common.writtenText.fold' : 'common.writtenText.unfold', { shown: formatCount(text.length, i18n.language) })}
        </Button>
      )}
    </>
  );
}

type Placed = Piece & { at: number };

function Pieces({ text }: { text: string }) {
  const { t } = useTranslation();
  let at = 0;
  const pieces = piecesOf(text).map((piece): Placed => {
    const placed = { ...piece, at };
    at += piece.text.length + 1;
    return placed;
  });
  return pieces.map((piece) =>
    piece.isMark ? (
      <span key={piece.at} className="written-mark" title={t('common.writtenText.invisible')} data-testid="invisible">
        {piece.text}
      </span>
    ) : (
      <span key={piece.at}>{piece.text}</span>
    ),
  );
}
