import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { addressOf } from '../../shared/api/call.ts';
import { Instant } from '../../shared/widgets/instant.tsx';
import { WrittenText } from '../../shared/widgets/written-text.tsx';
import { TranslatedWords } from '../translation/translated-words.tsx';
import type { BubbleTranslation } from '../translation/use-translation.ts';
import type { Message } from './inbox-look.ts';
import { useWordsOf } from './words-of.ts';

type Props = { message: Message; conversationId: string; translation: BubbleTranslation | null };

/** Words are shown as text, never as markup; each line in the direction of its own script. */
export function MessageBubble({ message, conversationId, translation }: Props) {
  const { t } = useTranslation();
  const { sender, askedBy, sentAt } = message;
  const by = sender === 'automatic' ? t('inbox.automatic') : sender === 'seller' ? (askedBy?.name ?? t('inbox.elsewhere')) : null;
  return (
    <li className="bubble" data-sender={sender} data-testid="message" data-kind={message.kind} data-message-id={message.id}>
      <div className="bubble-body" dir="auto" data-taken={message.isDeleted}>
        {translation ? (
          <TranslatedWords original={message.text} translation={translation} />
        ) : (
          <Body message={message} conversationId={conversationId} />
        )}
      </div>
      <span className="bubble-foot muted">
        {by && <>{by} · </>}
        <Instant at={sentAt} />
      </span>
    </li>
  );
}

function Body({ message, conversationId }: { message: Message; conversationId: string }) {
  const wordsOf = useWordsOf();
  const { kind, order, product, image, isDeleted } = message;
  if (isDeleted) return wordsOf(message);
  if (image) return <Picture image={image} conversationId={conversationId} messageId={message.id} />;
  if (order)
    return (
      <>
        <span className="bubble-kind">{wordsOf(message)}</span>
        {order.orderId ? (
          <Link to="/orders/$orderId" params={{ orderId: order.orderId }} className="num">
            {order.channelOrderId}
          </Link>
        ) : (
          <span className="num">{order.channelOrderId}</span>
        )}
      </>
    );
  if (product)
    return (
      <>
        <span className="bubble-kind">{wordsOf(message)}</span>
        {product.title ?? <span className="num">{product.channelProductId}</span>}
      </>
    );
  return kind === 'text' || kind === 'notice' ? (
    <WrittenText text={wordsOf(message)} />
  ) : (
    <span className="bubble-kind">{wordsOf(message)}</span>
  );
}

type PictureProps = { image: NonNullable<Message['image']>; conversationId: string; messageId: string };

function Picture({ image: { state, width, height }, conversationId, messageId }: PictureProps) {
  const { t } = useTranslation();
  if (state !== 'kept') return <span className="bubble-kind">{t(`inbox.image.${state}`)}</span>;
  const address = addressOf('messages.image', { params: { conversationId, messageId } });
  const size = width > 0 && height > 0 ? { width, height } : {};
  return (
    <a href={address} download>
      <img className="bubble-image" src={address} alt={t('inbox.image.alt')} loading="lazy" {...size} />
    </a>
  );
}
