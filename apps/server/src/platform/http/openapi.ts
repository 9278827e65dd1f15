/** OpenAPI 3.1 from the route objects: what the guards check is what the document says. */
import { problemCodes, type RouteDefinition, scopes } from '@tradewind/contract';
import { z } from 'zod';
import { statusOf } from './problem.ts';

type Json = Record<string, unknown>;

export function openApiOf(routes: readonly RouteDefinition[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path}`;
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tradewind',
      version: '1',
      description: 'Every operation of the workbench. Lists are keyset-paged; money is integer minor units; errors are RFC 9457 problems.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key of the merchant (twk_…)' },
        session: { type: 'apiKey', in: 'cookie', name: 'tradewind.session_token' },
      },
      schemas: { Problem: problemSchema },
    },
    'x-scopes': scopes,
  };
}

function operationOf(route: RouteDefinition): Json {
  const status = String(route.status ?? 200);
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.id.split('.')[0] ?? route.id],
    'x-scope': route.scope,
    parameters: [
      ...parametersOf(route.params, 'path'),
      ...parametersOf(route.query, 'query'),
      ...(route.idempotent ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 } }] : []),
    ],
    ...(route.body && { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } } }),
    ...(route.upload && { requestBody: { required: true, content: filesOf(route.upload.mediaTypes) } }),
    responses: { [status]: answerOf(route), default: problemResponse },
  };
}

function answerOf(route: RouteDefinition): Json {
  const description = route.status === 204 ? 'Done' : 'The answer';
  if (route.file) {
    return { description, content: filesOf(route.file) };
  }
  return route.answer ? { description, content: { 'application/json': { schema: schemaOf(route.answer, 'output') } } } : { description };
}

const filesOf = (mediaTypes: readonly string[]): Json =>
  Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: { type: 'string', format: 'binary' } }]));

function parametersOf(schema: z.ZodObject | undefined, place: 'path' | 'query'): Json[] {
  if (!schema) return [];
  const { properties, required } = objectParts.parse(schemaOf(schema, 'input'));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }));
}

const objectParts = z.object({ properties: z.record(z.string(), z.unknown()).default({}), required: z.array(z.string()).default([]) });

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: problemCodes },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'code', 'message'],
        properties: { path: { type: 'string', description: 'JSON Pointer' }, code: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};

const problemResponse = {
  description: `A problem. Codes: ${problemCodes.map((code) => `${code} (${statusOf(code)})`).join(', ')}`,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};
