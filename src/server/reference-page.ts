type Json = Record<string, unknown>
type Operation = { operationId: string; summary: string; parameters?: { name: string; in: string; required: boolean; schema: Json; description?: string }[]; requestBody?: { content: Record<string, { schema: Json }> }; responses: Record<string, { content?: Record<string, { schema: Json }> }> }

/** The reference for people: every operation with its input and output, in plain HTML that needs no script. */
export function referencePage(description: Json): string {
  const operations = Object.entries(description.paths as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const groups = new Map<string, typeof operations>()
  for (const each of operations) {
    const group = each.operation.operationId.split('.')[0]!
    groups.set(group, [...(groups.get(group) ?? []), each])
  }
  const names = [...groups.keys()].sort()
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Wellrun API</title><link rel="stylesheet" href="/api/reference.css"></head><body>
<header><h1>Wellrun API</h1><p>Actions are <code>POST</code> with JSON, queries are <code>GET</code>. Send <code>Authorization: Bearer wr_…</code> with a token from Settings. Every query takes <code>asOf=YYYY-MM-DD</code>; every action takes an <code>Idempotency-Key</code>. Refusals are problem details (RFC 9457). The same as <a href="/api/openapi.json">OpenAPI 3.1</a>.</p></header>
<nav aria-label="Groups">${names.map((name) => `<a href="#${name}">${escape(name)}</a>`).join(' ')}</nav><main>
${names.map((name) => `<section id="${name}"><h2>${escape(name)}</h2>${groups.get(name)!.map(operationHtml).join('')}</section>`).join('\n')}</main></body></html>`
}

function operationHtml({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const input = operation.requestBody?.content['application/json']?.schema
  const output = operation.responses['200']?.content?.['application/json']?.schema
  const parameters = (operation.parameters ?? []).filter((p) => p.in === 'query')
  const fields = parameters.length > 0 ? `<ul>${parameters.map((p) => `<li><code>${escape(p.name)}</code> ${escape(typeOf(p.schema))}${p.required ? ', required' : ''}</li>`).join('')}</ul>` : ''
  return `<details id="${operation.operationId}"><summary><b>${method}</b> <code>${escape(path)}</code> <span>${escape(operation.summary)}</span></summary>
${fields}${input ? `<h3>Input</h3><pre>${escape(JSON.stringify(input, null, 2))}</pre>` : ''}${output ? `<h3>Answer</h3><pre>${escape(JSON.stringify(output, null, 2))}</pre>` : ''}</details>`
}

function typeOf(schema: Json): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(' | ')
  return typeof schema.type === 'string' ? schema.type : 'any'
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

export const referenceStyle = `:root{color-scheme:light dark;--paper:#fcfbf8;--ink:#1b1f24;--soft:#5b6470;--line:#d9dce0}
@media(prefers-color-scheme:dark){:root{--paper:#15171a;--ink:#eceae4;--soft:#9aa3ad;--line:#2c3137}}
body{margin:0 auto;max-width:960px;padding:32px 24px;background:var(--paper);color:var(--ink);font:15px/1.55 Inter,system-ui,sans-serif}
h1,h2{font-family:"Source Serif 4",Georgia,serif;margin:24px 0 8px}h3{font-size:13px;color:var(--soft);margin:12px 0 4px}
nav{display:flex;flex-wrap:wrap;gap:4px 16px;padding:12px 0;border-block:1px solid var(--line)}a{color:inherit}
details{border-bottom:1px solid var(--line);padding:8px 0}summary{cursor:pointer}summary b{display:inline-block;width:48px}summary span{color:var(--soft);margin-left:8px}
pre{overflow:auto;max-height:420px;font-size:12.5px;border-left:2px solid var(--line);padding-left:12px}`
