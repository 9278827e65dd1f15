import type { WordList } from './word-list.ts';

export const ptWords: WordList = {
  language: 'pt',
  whole: true,
  negations: ['não', 'nunca', 'sem'],
  words: {
    'asks-to-cancel': [
      '(?:por favor|pode|poderia|podem|pedimos que|precisa|deve|favor)…cancel(?:e|a|ar|em|á-lo)',
      '(?<=^|[.!?,:;\\n]\\s?)cancele (?:o|seu|este) pedido',
      'solicit(?:e|ar) o cancelamento',
    ],
    'offers-substitute': [
      '(?:aceit\\w{1,5}|envi\\w{1,5}|troc\\w{1,5}|quer|prefere|mand\\w{1,5})…(?:similar|parecid[oa]|semelhante|substitut[oa]|alternativ[oa]|equivalente|outr[oa] (?:cor|modelo|produto))',
    ],
    'external-contact': ['fora da (?:plataforma|tiktok)', 'fora do (?:tiktok|aplicativo|app)', 'zap'],
    'unsolicited-advertising': [
      'oferta',
      'ofertas',
      'descontos?',
      'promoção',
      'promoções',
      'cupom',
      'cupons',
      'liquidação',
      'novidades',
      'compre (?:já|agora)',
      'frete grátis',
      'preço especial',
      'siga (?:nossa loja|a loja)',
    ],
    abuse: [
      'idiotas?',
      'burr[oa]s?',
      'estúpid[oa]s?',
      'imbecil',
      'imbecis',
      'merda',
      'put[oa]s?',
      'filh[oa] da puta',
      'otári[oa]s?',
      'babaca',
      'cala a boca',
      'vai se foder',
      'caralho',
      'vagabund[oa]',
    ],
  },
};
