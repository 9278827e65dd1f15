import { describe, expect, test } from 'vitest';
import type { GlobalDraft, ListingDraft, PublishTarget } from '../port.ts';
import { signRequest } from './signing.ts';
import { answer, CONFIG, refusal, SHOP, scripted, success } from './testing/scripted-platform.ts';

/** Shapes of the documents, and what becomes of answers that are lost or odd. What a platform does with them: tests/channel. */
const capabilities = (...script: Parameters<typeof scripted>) => {
  const { channel, seen } = scripted(...script);
  const { stock, publishing, globalProducts } = channel;
  if (!stock || !publishing || !globalProducts) throw new Error('the channel lacks a capability');
  return { stock, publishing, globalProducts, seen };
};

const draft: ListingDraft = {
  title: 'Mug',
  description: '<p>Fired twice.</p>',
  channelCategoryId: '600',
  channelBrandId: null,
  channelImageIds: ['tos/1'],
  attributes: [
    {
      channelAttributeId: '100',
      values: [
        { channelValueId: '1000', name: 'Stone' },
        { channelValueId: null, name: 'Clay' },
      ],
    },
  ],
  package: { weightG: 410, lengthMm: 121, widthMm: 90, heightMm: 1 },
  certificates: [
    {
      channelCertificateId: '7',
      channelImageIds: ['tos/2'],
      files: [{ channelFileId: '88', name: 'a.pdf', format: 'PDF' }],
      expiresAt: 1_800_000_000_000,
    },
  ],
  sizeChartImageId: null,
  channelManufacturerIds: [],
  channelResponsiblePersonIds: ['9'],
  variants: [
    {
      channelSkuId: null,
      sellerSku: 'MUG-S',
      gtin: '4006381333931',
      price: 1990,
      currency: 'USD',
      options: [{ channelAttributeId: null, name: 'Colour', value: { channelValueId: null, name: 'Sand' }, channelImageId: 'tos/3' }],
      quantities: [
        { channelWarehouseId: '70', quantity: 4 },
        { channelWarehouseId: '71', quantity: 0 },
      ],
    },
    {
      channelSkuId: '172',
      sellerSku: 'MUG-M',
      gtin: null,
      price: 5,
      currency: 'USD',
      options: [],
      quantities: [{ channelWarehouseId: '70', quantity: 4 }],
    },
  ],
};

test('a draft is sent whole, in the units and words of the platform', async () => {
  const { publishing, seen } = capabilities(() => success({ product_id: '171', skus: [{ id: '1', seller_sku: 'MUG-S' }] }));
  const made = await publishing.createListing(SHOP, { draft, isDraft: true, intentKey: 'intent' });
  expect(made).toEqual({ channelProductId: '171', variants: [{ channelSkuId: '1', sellerSku: 'MUG-S' }], warnings: [] });
  expect(seen[0]).toMatchObject({ method: 'POST', path: '/product/202309/products', query: { shop_cipher: SHOP.cipher } });
  expect(seen[0]?.body).toEqual({
    title: 'Mug',
    description: '<p>Fired twice.</p>',
    category_id: '600',
    category_version: 'v2',
    main_images: [{ uri: 'tos/1' }],
    product_attributes: [{ id: '100', values: [{ id: '1000', name: 'Stone' }, { name: 'Clay' }] }],
    package_weight: { value: '0.410', unit: 'KILOGRAM' },
    package_dimensions: { length: '13', width: '9', height: '1', unit: 'CENTIMETER' },
    certifications: [
      { id: '7', images: [{ uri: 'tos/2' }], files: [{ id: '88', name: 'a.pdf', format: 'PDF' }], expiration_date: 1_800_000_000 },
    ],
    manufacturer_ids: [],
    responsible_person_ids: ['9'],
    skus: [
      {
        seller_sku: 'MUG-S',
        sales_attributes: [{ name: 'Colour', value_name: 'Sand', sku_img: { uri: 'tos/3' } }],
        price: { amount: '19.90', currency: 'USD' },
        // None is said by the warehouse alone: a quantity begins at 1 here.
        inventory: [{ warehouse_id: '70', quantity: 4 }, { warehouse_id: '71' }],
        identifier_code: { code: '4006381333931', type: 'GTIN' },
      },
      // What is there keeps its quantity: stock is not the business of an edit.
      {
        id: '172',
        seller_sku: 'MUG-M',
        sales_attributes: [],
        price: { amount: '0.05', currency: 'USD' },
        inventory: [{ warehouse_id: '70' }],
      },
    ],
    save_mode: 'AS_DRAFT',
    idempotency_key: 'intent',
  });
});

describe('a write whose answer is lost', () => {
  const write: [string, (goods: ReturnType<typeof capabilities>) => Promise<unknown>][] = [
    ['create', ({ publishing }) => publishing.createListing(SHOP, { draft, isDraft: false, intentKey: 'k' })],
    ['edit', ({ publishing }) => publishing.editListing(SHOP, { channelProductId: '171', draft, isDraft: false })],
    ['activate', ({ publishing }) => publishing.activate(SHOP, ['171'])],
    ['deactivate', ({ publishing }) => publishing.deactivate(SHOP, ['171'])],
    [
      'prices',
      ({ publishing }) => publishing.setPrices(SHOP, { channelProductId: '171', rows: [{ channelSkuId: '1', price: 1, currency: 'USD' }] }),
    ],
    [
      'quantities',
      ({ stock }) =>
        stock.setQuantities(SHOP, { channelProductId: '171', rows: [{ channelSkuId: '1', channelWarehouseId: '70', quantity: 1 }] }),
    ],
    ['global create', ({ globalProducts }) => globalProducts.create(SHOP, { ...draft, locale: 'en-US', variants: [] })],
    ['global publish', ({ globalProducts }) => globalProducts.publish(SHOP, { channelGlobalProductId: '5', targets: [] })],
  ];
  test.each(write)('%s is of unknown outcome, and retried where it was never taken', async (_, run) => {
    const silent = capabilities(() => Promise.reject(new Error('socket hang up')));
    await expect(run(silent)).rejects.toMatchObject({ kind: 'unknown-outcome' });
    const broken = capabilities(() => answer(502, 'bad gateway'));
    await expect(run(broken)).rejects.toMatchObject({ kind: 'unknown-outcome' });
    const busy = capabilities(() => refusal(36009002, 'slow down', 429));
    await expect(run(busy)).rejects.toMatchObject({ kind: 'retry-later' });
  });
  test('an upload may simply be repeated: nobody sees an image that no draft names', async () => {
    const { publishing } = capabilities(() => Promise.reject(new Error('socket hang up')));
    const image = { bytes: new Uint8Array([1]), fileName: 'a.png', use: 'main' } as const;
    await expect(publishing.uploadImage(SHOP, image)).rejects.toMatchObject({ kind: 'retry-later' });
  });
});

test('the limit of listings a day is told apart from a refusal', async () => {
  const { publishing } = capabilities(() => refusal(12052093));
  const asked = publishing.createListing(SHOP, { draft, isDraft: false, intentKey: 'k' });
  await expect(asked).rejects.toMatchObject({ kind: 'out-of-quota', channelCode: '12052093' });
});

test('an image goes as a form whose bytes are not signed, under a name that ends no header', async () => {
  const { publishing, seen } = capabilities(() => success({ uri: 'tos/1', url: 'https://i.example/1', width: 800, height: 600 }));
  const bytes = new Uint8Array([0x89, 0x50, 0, 255, 13, 10]);
  const image = await publishing.uploadImage(SHOP, { bytes, fileName: 'front"\r\nx: y.png', use: 'size-chart' });
  expect(image).toEqual({ channelImageId: 'tos/1', url: 'https://i.example/1', width: 800, height: 600 });
  const [call] = seen;
  const contentType = call?.headers['content-type'] ?? '';
  // The account's, so it names no shop.
  expect(call?.query).not.toHaveProperty('shop_cipher');
  const { sign, ...query } = call?.query ?? {};
  expect(sign).toBe(signRequest(CONFIG.appSecret, { path: '/product/202309/images/upload', query, contentType }));
  const sent = Uint8Array.from(call?.raw.body ?? []);
  const form = await new Response(sent, { headers: { 'content-type': contentType } }).formData();
  expect(form.get('use_case')).toBe('SIZE_CHART_IMAGE');
  const file = form.get('data');
  if (!(file instanceof File)) throw new Error('no file was sent');
  expect([file.name, new Uint8Array(await file.arrayBuffer())]).toEqual(['front___x__y.png', bytes]);
});

test('a paper goes as a form of its own, under a name of one line that is told again with the draft', async () => {
  const { publishing, seen } = capabilities(() => success({ id: 88, url: 'https://f.example/88', name: 'report.pdf', format: 'PDF' }));
  const file = await publishing.uploadFile(SHOP, { bytes: new Uint8Array([37, 80]), fileName: 'report\r\n--x.pdf' });
  expect(file).toEqual({ channelFileId: '88', name: 'report.pdf', format: 'PDF' });
  expect(seen[0]).toMatchObject({ method: 'POST', path: '/product/202309/files/upload' });
  expect(seen[0]?.query).not.toHaveProperty('shop_cipher');
  const sent = Uint8Array.from(seen[0]?.raw.body ?? []);
  const form = await new Response(sent, { headers: { 'content-type': seen[0]?.headers['content-type'] ?? '' } }).formData();
  expect(form.get('name')).toBe('report  --x.pdf');
  const odd = capabilities(() => success({ url: 'https://f.example/88' }));
  await expect(odd.publishing.uploadFile(SHOP, { bytes: new Uint8Array([37]), fileName: 'a.pdf' })).rejects.toMatchObject({
    kind: 'rejected',
  });
});

test.each([
  ['https://p.example/specimen.png', 'https://p.example/specimen.png'],
  ['javascript:alert(1)', null],
  [undefined, null],
])('the specimen of a certificate is an address of the web or none: %s', async (sample, shown) => {
  const wanted = { id: '7', name: 'Product safety report', is_required: true, sample_image_url: sample };
  const { publishing } = capabilities(() => success({ product_certifications: [wanted] }));
  const { certificates } = await publishing.categoryRules(SHOP, '600');
  expect(certificates).toMatchObject([{ channelCertificateId: '7', isRequired: true, sampleUrl: shown }]);
});

describe('quantities', () => {
  const rows = [
    { channelSkuId: '1', channelWarehouseId: '70', quantity: 3 },
    { channelSkuId: '1', channelWarehouseId: '71', quantity: 4 },
    { channelSkuId: '2', channelWarehouseId: '70', quantity: 0 },
  ];
  const told = async (errors: unknown) => {
    const { stock, seen } = capabilities(() => success(errors === undefined ? {} : { errors }));
    const results = await stock.setQuantities(SHOP, { channelProductId: '171', rows });
    return { seen, codes: results.map((row) => (row.outcome === 'ok' ? 'ok' : `${row.code} ${row.message}`)) };
  };
  test('are sent as one call a listing, 0 included', async () => {
    const { seen, codes } = await told(undefined);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ path: '/product/202309/products/171/inventory/update' });
    expect(seen[0]?.body).toEqual({
      skus: [
        {
          id: '1',
          inventory: [
            { warehouse_id: '70', quantity: 3 },
            { warehouse_id: '71', quantity: 4 },
          ],
        },
        { id: '2', inventory: [{ warehouse_id: '70', quantity: 0 }] },
      ],
    });
    expect(codes).toEqual(['ok', 'ok', 'ok']);
  });
  test.each([
    [
      'one warehouse of one SKU',
      [{ code: 1, message: 'no', detail: { sku_id: '1', extra_errors: [{ warehouse_id: '71', code: 2, message: 'range' }] } }],
      ['ok', '2 range', 'ok'],
    ],
    ['a whole SKU', [{ code: 1, message: 'gone', detail: { sku_id: '2' } }], ['ok', 'ok', '1 gone']],
    ['all, where no SKU is named', [{ code: 1, message: 'locked' }], ['1 locked', '1 locked', '1 locked']],
    [
      'long words, cut short',
      [{ code: 1, message: `a\n${'x'.repeat(900)}`, detail: { sku_id: '2' } }],
      ['ok', 'ok', `1 a ${'x'.repeat(498)}`],
    ],
  ])('refused: %s', async (_, errors, codes) => {
    expect((await told(errors)).codes).toEqual(codes);
  });
  test('no row is no call', async () => {
    const { stock, seen } = capabilities(() => success({}));
    expect(await stock.setQuantities(SHOP, { channelProductId: '171', rows: [] })).toEqual([]);
    expect(await stock.quantities(SHOP, [])).toEqual([]);
    expect(seen).toEqual([]);
  });
  test('are read a hundred SKUs a call, and a negative one is not believed', async () => {
    const inventory = (available: number) => [
      {
        product_id: '171',
        skus: [
          { id: '1', seller_sku: 'A', warehouse_inventory: [{ warehouse_id: '70', available_quantity: available, committed_quantity: 2 }] },
        ],
      },
    ];
    const { stock, seen } = capabilities((_seen, index) => success({ inventory: index === 0 ? inventory(5) : [] }));
    const level = { channelProductId: '171', channelSkuId: '1', channelWarehouseId: '70', sellerSku: 'A', available: 5, committed: 2 };
    expect(
      await stock.quantities(
        SHOP,
        Array.from({ length: 150 }, (_item, index) => String(index)),
      ),
    ).toEqual([level]);
    expect(seen.map(({ body }) => body)).toMatchObject([{ sku_ids: { length: 100 } }, { sku_ids: { length: 50 } }]);
    const odd = capabilities(() => success({ inventory: inventory(-1) }));
    await expect(odd.stock.quantities(SHOP, ['1'])).rejects.toMatchObject({ kind: 'rejected' });
  });
});

test('warehouses say what they are for and where, unknown words included', async () => {
  const warehouses = [
    {
      id: '1',
      name: 'A',
      effect_status: 'ENABLED',
      type: 'SALES_WAREHOUSE',
      sub_type: 'CB_OVERSEA_WAREHOUSE',
      is_default: true,
      address: { region_code: 'US' },
    },
    { id: '2', effect_status: 'RESTRICTED', type: 'NEW_KIND', sub_type: 'constructor', address: { region_code: 'United States' } },
  ];
  const { stock } = capabilities(() => success({ warehouses }));
  expect(await stock.warehouses(SHOP)).toEqual([
    { channelWarehouseId: '1', name: 'A', purpose: 'sales', location: 'overseas', country: 'US', isDefault: true, isEnabled: true },
    { channelWarehouseId: '2', name: '', purpose: 'unknown', location: 'unknown', country: null, isDefault: false, isEnabled: false },
  ]);
});

test('a listing is read in our units whatever those of the wire, and a unit we do not know makes no number', async () => {
  const wire = { id: '171', status: 'PENDING', audit: { status: 'NEW_WORD' }, create_time: 1, update_time: 2, title: 'Mug' };
  const read = async (more: object) => {
    const { publishing } = capabilities(() => success({ ...wire, ...more }));
    return publishing.read(SHOP, { channelProductId: '171', version: 'live' });
  };
  expect(await read({})).toMatchObject({ status: 'in-review', audit: 'unknown', variants: [], images: [], channelGlobalProductId: null });
  const pounds = { package_weight: { value: '2', unit: 'POUND' }, package_dimensions: { length: '1', width: 2, height: '', unit: 'INCH' } };
  expect((await read(pounds))?.package).toEqual({ weightG: 907, lengthMm: 25, widthMm: 51, heightMm: null });
  const odd = {
    package_weight: { value: 'heavy', unit: 'KILOGRAM' },
    package_dimensions: { length: '1', width: '1', height: '1', unit: 'ELL' },
  };
  expect((await read(odd))?.package).toEqual({ weightG: null, lengthMm: null, widthMm: null, heightMm: null });
});

test('categories, rules and attributes are read as asked of, conditions included', async () => {
  const condition = { condition_type: 'VALUE_ID_MATCH', attribute_id: '5', attribute_value_id: '55' };
  const rules = capabilities(() =>
    success({
      product_certifications: [
        { id: '7', name: 'Report', is_required: true, requirement_conditions: [condition], expiration_date: { is_required: true } },
      ],
      size_chart: { is_supported: true },
      epr: { is_required: true },
    }),
  );
  expect(await rules.publishing.categoryRules(SHOP, '600')).toEqual({
    certificates: [
      {
        channelCertificateId: '7',
        name: 'Report',
        details: '',
        sampleUrl: null,
        isRequired: true,
        isExpiryRequired: true,
        conditions: [{ channelAttributeId: '5', channelValueId: '55' }],
      },
    ],
    sizeChart: 'supported',
    isPackageSizeRequired: false,
    isEprRequired: true,
    isResponsiblePersonRequired: false,
    isManufacturerRequired: false,
  });
  const attributes = capabilities(() =>
    success({ attributes: [{ id: '5', name: 'Material', type: 'PRODUCT_PROPERTY', is_requried: true }] }),
  );
  expect(await attributes.publishing.attributes(SHOP, '600')).toMatchObject([{ kind: 'product', isRequired: true, values: [] }]);
  const categories = capabilities(() =>
    success({
      categories: [
        { id: '1', parent_id: '0', is_leaf: false },
        { id: '2', parent_id: '1', is_leaf: true, permission_statuses: ['INVITE_ONLY'] },
      ],
    }),
  );
  expect((await categories.publishing.categories(SHOP)).map(({ parentId, isOpen }) => [parentId, isOpen])).toEqual([
    [null, true],
    ['1', false],
  ]);
});

test('each market of a publication has its own result, one that is not spoken of an unknown one', async () => {
  const { globalProducts, seen } = capabilities(() =>
    success({
      products: [{ region: 'US', shop_id: '749', id: '171', skus: [{ id: '1', seller_sku: 'A', related_global_sku_id: '81' }] }],
      publish_result: [
        { region: 'US', status: 'SUCCESS' },
        { region: 'DE', status: 'FAILED', fail_reasons: [{ message: 'no shop' }] },
      ],
    }),
  );
  const target = (market: string): PublishTarget => ({
    market,
    channelManufacturerIds: [],
    channelResponsiblePersonIds: [],
    variants: [{ channelGlobalSkuId: '81', price: 1500, currency: 'JPY', channelWarehouseId: '70', quantity: 0 }],
  });
  const results = await globalProducts.publish(SHOP, { channelGlobalProductId: '5', targets: ['US', 'DE', 'JP'].map(target) });
  expect(results.map(({ market, outcome, reasons }) => [market, outcome, reasons])).toEqual([
    ['US', 'published', []],
    ['DE', 'failed', ['no shop']],
    ['JP', 'unknown', []],
  ]);
  expect(results[0]).toMatchObject({ channelShopId: '749', variants: [{ channelGlobalSkuId: '81', channelSkuId: '1' }] });
  expect(seen[0]?.query).not.toHaveProperty('shop_cipher');
  expect(seen[0]?.body).toMatchObject({
    publish_target: [{ region: 'US', skus: [{ price: { amount: '1500', currency: 'JPY' }, inventory: { warehouse_id: '70' } }] }, {}, {}],
  });
});

test('an edit of a global product keeps the variants it knows', async () => {
  const known = { id: '5', create_time: 1, update_time: 2, skus: [{ id: '81', seller_sku: 'MUG-M' }] };
  const { globalProducts, seen } = capabilities((request) => success(request.method === 'GET' ? known : {}));
  const variants: GlobalDraft['variants'] = draft.variants.map(({ channelSkuId: _id, quantities: _none, ...variant }) => variant);
  await globalProducts.edit(SHOP, { channelGlobalProductId: '5', draft: { ...draft, locale: 'en-US', variants } });
  expect(seen[1]).toMatchObject({ method: 'PUT', body: { skus: [{ seller_sku: 'MUG-S' }, { id: '81', seller_sku: 'MUG-M' }] } });
});

test('more seller SKUs than one search takes are looked for in several, and a listing found twice is one', async () => {
  const product = { id: '171', status: 'ACTIVATE', update_time: 2, skus: [{ id: '1', seller_sku: 'A' }] };
  const { publishing, seen } = capabilities(() => success({ products: [product], total_count: 1 }));
  expect(
    await publishing.find(
      SHOP,
      Array.from({ length: 60 }, (_item, index) => `S${index}`),
    ),
  ).toHaveLength(1);
  expect(seen.map(({ body }) => body)).toMatchObject([{ seller_skus: { length: 50 } }, { seller_skus: { length: 10 } }]);
});
