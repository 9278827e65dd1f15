/**
 * The words by which a short message in Latin letters gives its language away: the small words of each language and those that people who
 * buy things write. Without accents, because buyers leave them out. A word that several languages share counts for each, the less the more
 * share it. Chosen by us; a machine drafted the lists that nobody here speaks.
 */
const words: Readonly<Record<string, string>> = {
  en: `the a an is are was were am be been have has had do does did not no yes i you he she it we they my your his her its our their me him us
    them this that these those and or but if so because when where what which who how why can could will would shall should may might must of
    in on at to from for with without about by as into up out off over still yet already never ever again any some please thanks thank hi
    hello hey order orders package parcel delivery delivered deliver ship shipped shipping arrive arrived received receive refund return
    returned broken damaged wrong size colour color address available stock money back help long does take don doesn isn haven want need
    know get got buy bought cancel tracking number late waiting good great item`,
  es: `el la los las un una unos unas es son era fue ser estar esta este esto estos estas esa ese eso y o pero si porque cuando donde que quien
    como cual cuanto cuanta cuantos yo tu usted ustedes ellos mi mis su sus nos me te se lo le les al del de en con sin por para a hasta desde
    hay ha han he haber tengo tiene tienen puedo puede pueden quiero quisiera necesito hace hacer muy mas ya no ni nunca nada algo todavia
    aun sigue tambien gracias hola buenas buenos dias tardes noches favor pedido paquete envio enviar enviado enviaron llega llego llegar
    llegado recibo recibi recibido reembolso devolver devolucion roto rota talla direccion disponible dinero ayuda ayudar ayudarme tarda
    cambiar comprar compre cancelar cuando negro mismo misma cierre dice quedo hacen sigo espero esperando`,
  pt: `o a os as um uma uns umas e eh sao era foi ser estar esta estao este isso isto esse essa aquele ou mas se porque pq quando onde que quem
    como qual quanto quanta quantos eu tu voce voces vc vcs ele ela eles nos meu minha meus minhas seu sua me te lhe ao aos do da dos das no
    na nos nas em com sem por para pra pro ate desde tem tenho temos posso pode podem quero queria preciso faz fazer muito muita mais ja nao
    nem nunca nada algo ainda tambem obrigado obrigada oi ola bom boa dia tarde noite favor pedido pacote entrega envio enviar enviado
    enviado chega chegou chegar recebi receber reembolso devolver devolucao quebrado quebrada tamanho cor endereco disponivel dinheiro volta
    ajuda ajudar demora tempo trocar comprei cancelar cade preto mesma veio loja gostei`,
  fr: `le la les un une des du de d l j c n m s qu est sont etait etre suis ai as avons avez ont pas ne plus jamais rien je tu il elle on nous vous
    ils elles mon ma mes ton ta votre vos notre nos son sa ses ce cet cette ces et ou mais si car parce quand que qui quoi comment combien
    pourquoi quel quelle dans sur sous avec sans pour par au aux en chez depuis peux peut pouvez pouvons puis veux voudrais faut fait faire
    tres bien encore toujours deja aussi merci bonjour bonsoir salut svp plait commande colis livraison livre expedie expediee envoi envoye
    arrive arrivee recu recevoir remboursement rembourser retour retourner casse cassee abime taille couleur adresse disponible argent aide
    aider temps changer echanger acheter annuler suivi noir bonne ca oui non article produit`,
  de: `der die das den dem des ein eine einen einem einer ist sind war waren sein bin habe hat haben hatte nicht kein keine nein ja ich du er sie
    es wir ihr mein meine meinen meiner dein ihre unser mich mir dich uns und oder aber wenn weil dass wann wo was wer wie warum welche kann
    koennen konnen wird werden will mochte moechte muss soll darf von in im an am auf zu zum zur aus fur fuer mit ohne bei bis nach seit um
    noch schon immer nie sehr auch nur danke hallo guten tag bitte bestellung paket lieferung geliefert versand verschickt angekommen kommt
    bekommen erhalten ruckgabe zuruck geld erstattung kaputt beschadigt falsch grosse farbe adresse verfugbar hilfe helfen lange dauert
    andern tauschen kaufen gekauft stornieren warte vielen gibt schwarz stimmt`,
  it: `il lo la i gli le un uno una e ed sono era stato stata essere sei siamo ho hai ha abbiamo avete hanno non io tu lui lei noi voi loro mio mia
    miei mie tuo suo vostro nostra mi ti ci vi si questo questa questi quello quella o ma se perche quando dove che chi cosa come quanto
    quanti quale di del della dei delle dal dalla a al alla ai alle in nel nella con senza su sul per da fino posso puo potete possiamo
    voglio vorrei serve fa fare fatto molto piu gia mai niente nulla ancora anche grazie mille ciao salve buongiorno buonasera favore
    ordine pacco spedizione spedito spedite consegna arriva arrivato arrivata arrivare ricevuto ricevere rimborso reso restituire rotto
    rotta sbagliato sbagliata taglia colore indirizzo disponibile soldi aiuto aiutare aiutarmi tempo vuole cambiare comprare annullare
    nero prodotto dov cerniera`,
  vi: `cua va la co khong khum ko k cho duoc em anh chi minh ban toi shop a nhe voi roi chua da dang se thi ma nay do kia gi nao bao sao dau ai
    may nhieu lam rat qua cung nhung neu khi luc den toi tu trong ngoai tren duoi ra vao len xuong di ve lai nua them con het hang don giao
    nhan gui mua ban tra doi hoan tien mau dia ship lau giup xin chao cam on oi nha bi vo hong loi thieu sai kiem tra thay can muon
    biet hoi mong vay nhanh cai chiec ngay gio tuan thang`,
  ms: `saya awak anda cik tuan puan encik kami kita dia mereka ini itu yang dan atau tapi tetapi kalau sebab kerana bila mana di ke dari pada
    dengan untuk oleh ada tiada tak tidak bukan belum sudah dah telah akan sedang masih lagi juga sahaja je boleh nak mahu hendak perlu
    macam bagaimana berapa apa siapa kenapa terima kasih hai salam tolong sila pesanan bungkusan parcel barang penghantaran hantar dihantar
    sampai terima bayaran balik wang duit pulangkan pemulangan tukar rosak pecah salah saiz warna alamat stok lama banyak kat dekat esok
    semalam semak tersilap minta jangan pun lah kedai kurier tempah mesej pasukan balas faham beli batalkan hitam sama hari`,
  id: `saya aku kamu anda kak kakak gan min kami kita dia mereka ini itu yang dan atau tapi tetapi kalau karena kapan mana di ke dari pada dengan
    untuk oleh ada tidak gak ga nggak enggak tdk bukan belum sudah udah sdh telah akan sedang masih lagi juga saja aja boleh bisa mau ingin
    perlu gimana bagaimana berapa apa siapa kenapa terima kasih makasih halo hai tolong mohon silakan pesanan paket barang barangnya
    pengiriman pengirimannya kirim dikirim sampai sampainya datang terima uang dana kembali dikembalikan retur returnya tukar ganti rusak
    pecah salah ukuran warna warnanya beda alamat stok ready lama banyak kok dong deh sih ya nih banget besok kemarin cek dicek toko kurir
    pesan pesannya tim segera membalas beli batalkan batal hitam sama hari`,
};

/** By word: the languages that know it. */
export const wordLanguages: ReadonlyMap<string, readonly string[]> = known();

function known(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [language, list] of Object.entries(words))
    for (const word of new Set(list.split(/\s+/))) found.set(word, [...(found.get(word) ?? []), language]);
  return found;
}

/** Letters that belong to few languages; each that a message has counts once. */
export const tellingLetters: readonly { letters: RegExp; languages: readonly string[]; weight: number }[] = [
  { letters: /[¿¡ñ]/u, languages: ['es'], weight: 2 },
  { letters: /[ãõ]/u, languages: ['pt'], weight: 1.5 },
  { letters: /[ß]/u, languages: ['de'], weight: 2 },
  { letters: /[äöü]/u, languages: ['de'], weight: 1 },
  { letters: /[œêèëîïù]/u, languages: ['fr', 'it'], weight: 0.5 },
  { letters: /[ç]/u, languages: ['fr', 'pt'], weight: 0.75 },
  { letters: /[áéíóú]/u, languages: ['es', 'pt'], weight: 0.5 },
  { letters: /[ơưăđạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/u, languages: ['vi'], weight: 4 },
];

/** Where a script is written by one language, or by one above all others that buyers write. */
export const scriptLanguages: readonly { script: RegExp; language: string }[] = [
  { script: /\p{Script=Hiragana}|\p{Script=Katakana}/gu, language: 'ja' },
  { script: /\p{Script=Hangul}/gu, language: 'ko' },
  { script: /\p{Script=Han}/gu, language: 'zh' },
  { script: /\p{Script=Thai}/gu, language: 'th' },
  { script: /\p{Script=Lao}/gu, language: 'lo' },
  { script: /\p{Script=Khmer}/gu, language: 'km' },
  { script: /\p{Script=Myanmar}/gu, language: 'my' },
  { script: /\p{Script=Arabic}/gu, language: 'ar' },
  { script: /\p{Script=Hebrew}/gu, language: 'he' },
  { script: /\p{Script=Cyrillic}/gu, language: 'ru' },
  { script: /\p{Script=Greek}/gu, language: 'el' },
  { script: /\p{Script=Devanagari}/gu, language: 'hi' },
];
/** Other languages of these scripts, by letters of theirs: who writes them is not known, and not taken for the first. */
export const otherLetters: Readonly<Record<string, RegExp>> = { ru: /[іїєґўјљњћђ]/iu, ar: /[پچژگٹڈڑں]/u };
