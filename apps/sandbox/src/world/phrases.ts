import type { ChatLanguage } from './markets.ts';

/** What buyers ask, what the shop answers, how it ends, what a machine says at once. Machine-drafted for the languages nobody here speaks; only a simulation reads them. */
type Phrases = { questions: string[]; answers: string[]; closings: string[]; automatic: string };

export const PHRASES: Record<ChatLanguage, Phrases> = {
  en: {
    questions: [
      'Hi, when will my order ship?',
      'Is this available in another colour?',
      'My parcel has not moved for three days, can you check?',
      'Does it come with a warranty?',
      'I ordered the wrong size, can I change it?',
      'The box arrived damaged, what should I do?',
    ],
    answers: [
      'Hello! It leaves our warehouse within 48 hours, you will see the tracking number then.',
      'Thank you for writing. We have asked the carrier and will come back to you today.',
      'Yes, you can return it within the return window and we refund you.',
    ],
    closings: ['Thank you!', 'Great, thanks for the quick reply.', 'Still waiting…'],
    automatic: 'Thank you for your message. Our team will answer soon.',
  },
  zh: {
    questions: [
      '你好，请问我的订单什么时候发货？',
      '这款还有其他颜色吗？',
      '包裹三天没有动静了，能帮忙查一下吗？',
      '尺码买错了，可以换吗？',
      '收到的东西碎了，怎么办？',
    ],
    answers: ['您好！我们会在 48 小时内发货。', '感谢您的留言，我们正在向物流公司查询。', '退货期内可以退货，我们会为您退款。'],
    closings: ['谢谢！', '好的，明白了。', '我还在等……'],
    automatic: '感谢您的留言，我们的客服会尽快回复。',
  },
  pt: {
    questions: [
      'Olá, quando meu pedido será enviado?',
      'Tem em outra cor?',
      'Meu pacote está parado há três dias, podem verificar?',
      'Pedi o tamanho errado, posso trocar?',
      'Chegou quebrado, o que faço?',
    ],
    answers: [
      'Olá! Sai do nosso armazém em até 48 horas.',
      'Obrigado pela mensagem, já perguntamos à transportadora.',
      'Você pode devolver dentro do prazo e nós reembolsamos.',
    ],
    closings: ['Muito obrigado!', 'Perfeito, obrigado.', 'Ainda estou esperando…'],
    automatic: 'Obrigado pela mensagem. Nossa equipe responderá em breve.',
  },
  de: {
    questions: [
      'Hallo, wann wird meine Bestellung verschickt?',
      'Gibt es das auch in einer anderen Farbe?',
      'Mein Paket bewegt sich seit drei Tagen nicht. Können Sie nachsehen?',
      'Passt Größe M bei 1,75 m?',
      'Der Karton kam beschädigt an, was soll ich tun?',
    ],
    answers: [
      'Guten Tag! Die Sendung verlässt unser Lager innerhalb von 48 Stunden.',
      'Danke für Ihre Nachricht, wir fragen beim Versanddienst nach.',
      'Sie können den Artikel innerhalb der Frist zurückgeben und erhalten Ihr Geld zurück.',
    ],
    closings: ['Vielen Dank!', 'Super, danke für die schnelle Antwort.', 'Ich warte immer noch…'],
    automatic: 'Danke für Ihre Nachricht. Unser Team meldet sich in Kürze.',
  },
  fr: {
    questions: [
      'Bonjour, quand ma commande sera-t-elle expédiée ?',
      'Existe-t-il une autre couleur ?',
      'Mon colis n’a pas bougé depuis trois jours, pouvez-vous vérifier ?',
      'La taille est trop petite, puis-je échanger ?',
      'Le produit est arrivé cassé.',
    ],
    answers: [
      'Bonjour ! Le colis part de notre entrepôt sous 48 heures.',
      'Merci pour votre message, nous interrogeons le transporteur.',
      'Vous pouvez le retourner dans le délai prévu et être remboursé.',
    ],
    closings: ['Merci beaucoup !', 'Parfait, merci.', 'J’attends toujours…'],
    automatic: 'Merci pour votre message. Notre équipe vous répondra bientôt.',
  },
  it: {
    questions: [
      'Salve, quando spedite il mio ordine?',
      'È disponibile in un altro colore?',
      'Il pacco è fermo da tre giorni, potete controllare?',
      'La taglia M veste grande?',
      'È arrivato rotto, cosa devo fare?',
    ],
    answers: [
      'Buongiorno! Il pacco parte entro 48 ore.',
      'Grazie, chiediamo subito al corriere.',
      'Può restituirlo entro i termini e la rimborsiamo.',
    ],
    closings: ['Grazie mille!', 'Perfetto, grazie.', 'Sto ancora aspettando…'],
    automatic: 'Grazie per il messaggio. Il nostro team risponderà presto.',
  },
  es: {
    questions: [
      'Hola, ¿cuándo envían mi pedido?',
      '¿Lo tienen en otro color?',
      'Mi paquete no se mueve desde hace tres días, ¿pueden revisar?',
      'Pagué en OXXO, ¿ya se ve reflejado?',
      'Llegó roto, ¿qué hago?',
      '¿La talla M es grande?',
    ],
    answers: [
      '¡Hola! Sale de nuestro almacén en 48 horas.',
      'Gracias por escribir, ya preguntamos a la paquetería.',
      'Puede devolverlo dentro del plazo y le reembolsamos.',
    ],
    closings: ['¡Muchas gracias!', 'Perfecto, gracias.', 'Sigo esperando…'],
    automatic: 'Gracias por su mensaje. Nuestro equipo responderá pronto.',
  },
  ja: {
    questions: [
      '注文した商品はいつ発送されますか？',
      '他の色はありますか？',
      '荷物の追跡が三日間動いていません。確認をお願いします。',
      'サイズを間違えました。交換できますか？',
      '届いた商品が壊れていました。',
    ],
    answers: [
      'お問い合わせありがとうございます。48時間以内に発送いたします。',
      '配送会社に確認いたしますので、少々お待ちください。',
      '返品期間内でしたら返金いたします。',
    ],
    closings: ['ありがとうございます。', '了解しました。', 'まだ届きません。'],
    automatic: 'メッセージありがとうございます。担当者が順次お返事いたします。',
  },
  th: {
    questions: ['สวัสดีค่ะ จะส่งของวันไหนคะ', 'มีสีอื่นไหมคะ', 'พัสดุไม่ขยับมาสามวันแล้ว ช่วยเช็กให้หน่อยค่ะ', 'สั่งผิดไซซ์ เปลี่ยนได้ไหมครับ', 'ของมาถึงแตกค่ะ ทำยังไงดี'],
    answers: ['สวัสดีค่ะ จัดส่งภายใน 48 ชั่วโมงนะคะ', 'ขอบคุณค่ะ ทางร้านกำลังสอบถามขนส่งให้', 'ส่งคืนได้ภายในกำหนดและคืนเงินเต็มจำนวนค่ะ'],
    closings: ['ขอบคุณค่ะ', 'โอเคครับ', 'ยังรออยู่เลยค่ะ'],
    automatic: 'ขอบคุณสำหรับข้อความ ทีมงานจะตอบกลับเร็ว ๆ นี้ค่ะ',
  },
  vi: {
    questions: [
      'Shop ơi khi nào gửi hàng ạ?',
      'Mẫu này còn màu khác không shop?',
      'Đơn của mình đứng yên ba ngày rồi, shop kiểm tra giúp với.',
      'Mình đặt nhầm size, đổi được không?',
      'Hàng tới bị vỡ, phải làm sao ạ?',
    ],
    answers: [
      'Dạ shop gửi trong 48 giờ ạ.',
      'Cảm ơn bạn, shop đang hỏi bên vận chuyển.',
      'Bạn có thể trả hàng trong thời hạn và được hoàn tiền ạ.',
    ],
    closings: ['Cảm ơn shop!', 'Ok shop nhé.', 'Mình vẫn đang chờ…'],
    automatic: 'Cảm ơn bạn đã nhắn tin. Shop sẽ trả lời sớm ạ.',
  },
  ms: {
    questions: [
      'Hai, bila pesanan saya akan dihantar?',
      'Ada warna lain tak?',
      'Parcel saya tak bergerak tiga hari, boleh semak?',
      'Saya tersilap saiz, boleh tukar?',
      'Barang sampai rosak, macam mana?',
    ],
    answers: [
      'Hai! Kami hantar dalam masa 48 jam ya.',
      'Terima kasih, kami sedang tanya pihak kurier.',
      'Boleh pulangkan dalam tempoh pemulangan dan kami bayar balik.',
    ],
    closings: ['Terima kasih!', 'Okay, faham.', 'Saya masih menunggu…'],
    automatic: 'Terima kasih atas mesej anda. Pasukan kami akan balas sebentar lagi.',
  },
  id: {
    questions: [
      'Kak, kapan pesanan saya dikirim?',
      'Ada warna lain?',
      'Paket saya tidak bergerak tiga hari, tolong dicek ya.',
      'Saya salah ukuran, bisa tukar?',
      'Barang sampai rusak, bagaimana ya?',
    ],
    answers: [
      'Halo kak, kami kirim dalam 48 jam ya.',
      'Terima kasih, kami cek ke kurir dulu.',
      'Bisa diretur dalam masa retur dan dana dikembalikan.',
    ],
    closings: ['Terima kasih!', 'Oke kak.', 'Saya masih menunggu…'],
    automatic: 'Terima kasih atas pesannya. Tim kami akan segera membalas.',
  },
};
