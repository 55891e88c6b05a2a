import type { FastifyInstance } from 'fastify'
import { ask } from '../kernel/query.ts'
import type { A3Page } from '../modules/a3/a3.contract.ts'
import { a3Query } from '../modules/a3/a3.queries.ts'
import { editionPaperQuery, type EditionPaper } from '../modules/a3/edition.queries.ts'
import { callerOf } from './http.ts'
import type { Serving } from './http.ts'

/** The A3 on paper: the page of a day as PDF. Typst is loaded with the first one. */
export function servePaper(server: FastifyInstance, serving: Serving): void {
  server.get('/api/a3.pdf', async (request, reply) => {
    const page = (await ask(serving.runtime, a3Query, request.query, callerOf(request, serving.identity, false))) as A3Page
    const { a3Pdf } = await import('../modules/a3/a3.paper.ts')
    const pdf = await a3Pdf(page)
    return reply.type('application/pdf').header('content-disposition', `inline; filename="a3-${page.organisation.key}-${page.asOf}.pdf"`).send(Buffer.from(pdf))
  })
  server.get('/api/edition.pdf', async (request, reply) => {
    const paper = (await ask(serving.runtime, editionPaperQuery, request.query, callerOf(request, serving.identity, false))) as EditionPaper
    return reply.type('application/pdf').header('content-disposition', `inline; filename="a3-${paper.organisation}-${paper.edition.key}-${paper.edition.asOf}.pdf"`).send(await pdfOfEdition(paper))
  })
}

/** The file as it was published; typeset again once somebody whom it named was erased. */
export async function pdfOfEdition({ pdf, page, edition }: EditionPaper): Promise<Buffer> {
  if (pdf !== null) return Buffer.from(pdf, 'base64')
  const { a3Pdf } = await import('../modules/a3/a3.paper.ts')
  return Buffer.from(await a3Pdf(page!, new Date(edition.publishedAt), { key: edition.key, title: edition.title, hash: edition.hash, ledger: page!.ledger }))
}
