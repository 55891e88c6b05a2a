import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from '../shared/problem.ts'
import { ask } from '../kernel/query.ts'
import { mostBytes } from '../modules/work/attach.actions.ts'
import { exportedRecords } from '../modules/work/export.queries.ts'
import { partsOf, recordFileQuery } from '../modules/work/file.queries.ts'
import { callerOf } from './http.ts'
import type { Serving } from './http.ts'

/** Forms with a file are taken beside JSON; what is attached is read again as a download, never as a page. */
export async function serveFiles(server: FastifyInstance, { runtime, identity }: Serving): Promise<void> {
  await server.register(multipart, { limits: { fileSize: mostBytes, files: 1, fields: 5, fieldSize: 1000, parts: 6 } })
  server.get('/api/record.file', async (request, reply) => {
    const file = (await ask(runtime, recordFileQuery, request.query, callerOf(request, identity, false))) as { organisationId: string; name: string; mediaType: string; bytes: number; sha256: string }
    // A name is no path: whoever saves it finds it where downloads go.
    const name = file.name.replace(/[/\\]/g, '_').replace(/^\.+/, '_')
    const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
    reply.header('content-disposition', `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`)
    reply.header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-cache').header('content-security-policy', "default-src 'none'; sandbox").header('content-length', file.bytes)
    return reply.type(file.mediaType).send(Readable.from(partsOf(runtime, file.organisationId, file.sha256)))
  })
}

/** Lists of records of any length as CSV, streamed; the filters, order and `columns` are those of `record.list`. */
export function serveExports(server: FastifyInstance, { runtime, identity }: Serving): void {
  server.get('/api/record.export', async (request, reply) => {
    const lines = exportedRecords(runtime, request.query as Record<string, unknown>, callerOf(request, identity, false))
    // The first page is read before the head is sent, so that a refusal is one.
    const first = (await lines.next()).value as string
    reply.header('content-disposition', 'attachment; filename="records.csv"').header('x-content-type-options', 'nosniff').header('cache-control', 'private, no-store')
    return reply.type('text/csv; charset=utf-8').send(Readable.from(after(first, lines), { objectMode: true, highWaterMark: 2 }))
  })
}

async function* after(first: string, rest: AsyncGenerator<string>): AsyncGenerator<Buffer> {
  yield Buffer.from(first)
  for await (const lines of rest) yield Buffer.from(lines)
}

/** The input of `record.attach` from a form: its fields, and the file in base64. */
export async function attachedBy(request: FastifyRequest): Promise<Record<string, unknown>> {
  const fields: Record<string, unknown> = {}
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields[part.fieldname] = part.value
      continue
    }
    const chunks: Buffer[] = []
    for await (const chunk of part.file) chunks.push(chunk as Buffer)
    if (part.file.truncated) throw new Problem('tooLarge', `${part.filename} is larger than ${mostBytes / 1024 / 1024} MB; attach a link to it instead.`)
    fields['name'] ??= part.filename
    fields['mediaType'] ??= part.mimetype
    fields['base64'] = Buffer.concat(chunks).toString('base64')
  }
  if (fields['base64'] === undefined) throw new Problem('invalid', 'file: The form holds no file.', [{ path: 'file', message: 'Send a file.' }])
  return fields
}
