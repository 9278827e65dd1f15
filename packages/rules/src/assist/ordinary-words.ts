/** Words that every question has, in the languages that buyers write; chosen by us, without marks as `withoutMarks` leaves them. */
const lists = [
  // en
  `the a an is are was were be been has have had do does did not no yes you he she it we they my your our their me us them this that and or but if so
   because when what where which who how why can could will would shall should may of in on at to from for with by as up out some any please thanks
   hello hi hey much many there here just also very am get got im ive dont`,
  // es, pt
  `el la los las un una unos unas es son era ser estar esta este esto estos estas ese eso pero si porque cuando donde que quien como cual cuanto
   cuanta yo tu usted ustedes ellos mi mis su sus nos se lo le les al del de en con sin por para hasta desde hay ha han he tengo tiene puedo puede
   muy mas ya ni gracias hola buenas buenos dias favor os as um uma uns umas sao foi ou voce vc meu minha seu sua ao do da dos das na no em com sem
   tem posso pode muito tambem obrigado obrigada oi ola bom boa`,
  // fr, it, de
  `le les des une est sont je tu il elle nous vous ils mon ma mes ton votre vos notre ce cette ces et ou mais si pour par avec sans dans sur au aux
   du que qui quand comment combien pas bonjour merci svp ai avez il lo gli uno sono mio mia che chi quando come quanto non con per ciao grazie
   buongiorno ho der die das ein eine ist sind ich du er sie wir ihr mein meine und oder aber wenn wie was wo wann warum kann konnen mit ohne fur von
   zu im am auf nicht hallo danke bitte habe haben`,
  // id, ms, vi
  `yang dan di ke dari ini itu saya kami anda kamu ada tidak bukan apa kapan bagaimana berapa bisa boleh sudah belum untuk dengan atau jika kalau
   halo hai terima kasih tolong mohon adakah bila bagaimanakah la cua va co khong toi ban em anh chi minh nay kia bao nhieu khi nao o dau the nao duoc
   chua roi cho voi xin chao cam on`,
  // zh, ja, th: the pairs that stand in any sentence
  `请问 你好 您好 谢谢 什么 怎么 可以 多少 是不 不是 我的 你们 这个 那个 吗 呢 了 です ます した ので から こと もの この その ください 教えて
   ครับ ค่ะ คะ ไหม ไม่ ได้ ที่ และ ของ สวัส ดี`,
] as const;

export const ordinaryWords: ReadonlySet<string> = new Set(lists.join(' ').split(/\s+/));
