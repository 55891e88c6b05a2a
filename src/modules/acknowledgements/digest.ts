import { pathOf } from './paths.ts'
import type { Reminder } from './reminder.ts'
import { daysBetween } from './stage.ts'
import type { ReminderKind } from './stage.ts'

/** Lines of one kind that a mail holds; the rest is counted. */
const most = 10

const headings: Record<ReminderKind, string> = {
  appointment: 'Accept or decline', acknowledgement: 'Read and acknowledge', decision: 'Decide', review: 'Review', meeting: 'Meetings', ending: 'Ending', declined: 'Declined', record: 'Work',
}
const order: readonly ReminderKind[] = ['decision', 'appointment', 'acknowledgement', 'review', 'meeting', 'ending', 'declined', 'record']

export type DigestOptions = {
  organisation: string
  person: string
  day: string
  /** The address of the server, without a slash at its end. */
  url: string
  /** Where the digest can be ended without signing in. */
  farewell: string
  /** How much waits in all, this included. */
  waiting: number
  /** What somebody is called. */
  nameOf: (personId: string) => string
}

type Words = { subject: string; text: string; html: string }

/** The mail of the morning: what is new of what waits, by kind, with links. Plain text and the same as simple HTML. */
export function digestOf(reminders: readonly Reminder[], options: DigestOptions): Words {
  const groups = order.flatMap((kind) => {
    const of = reminders.filter((each) => each.kind === kind)
    return of.length > 0 ? [{ heading: headings[kind], lines: of.slice(0, most).map((each) => lineOf(each, options)), more: of.length - most }] : []
  })
  const rest = options.waiting - reminders.length
  const foot = `${rest > 0 ? `${things(rest)} told before still ${rest === 1 ? 'waits' : 'wait'}. ` : ''}All of it:`
  return { subject: subjectOf(reminders, options.organisation), text: textOf(groups, foot, options), html: htmlOf(groups, foot, options) }
}

type Group = { heading: string; lines: { words: string; note: string; link: string }[]; more: number }

function subjectOf(reminders: readonly Reminder[], organisation: string): string {
  const overdue = reminders.filter((each) => each.stage === 'overdue').length
  const waits = `${things(reminders.length)} ${reminders.length === 1 ? 'waits' : 'wait'} for you`
  return `${organisation}: ${waits}${overdue > 0 ? `, ${overdue} overdue` : ''}`
}

function things(count: number): string {
  return count === 1 ? '1 thing' : `${count} things`
}

function lineOf(each: Reminder, { url, day, nameOf }: DigestOptions): Group['lines'][number] {
  const path = each.kind === 'appointment' ? '/for-you' : pathOf(each.about)
  const held = each.heldFor ? ` for ${each.heldFor.title}` : ''
  const by = each.kind === 'record' ? `: ${each.reason ?? ''}` : each.byId ? ` by ${nameOf(each.byId)}: ${each.reason ?? ''}` : ''
  const version = each.version ? `, version ${each.version}` : ''
  return { words: `${each.about.title}${held}${version}${by}`, note: noteOf(each, day), link: `${url}${path}` }
}

/** "in 6 days, 30 November 2026"; "overdue since 3 March 2026". */
function noteOf({ kind, dueOn, stage, notice }: Reminder, day: string): string {
  const left = daysBetween(day, dueOn)
  const when = inWords(dueOn)
  if (stage === 'told') return when
  if (left < 0) return kind === 'ending' ? `ended on ${when}` : `overdue since ${when}`
  const away = left === 0 ? 'today' : left === 1 ? 'tomorrow' : `in ${left} days`
  if (notice) return `last day to give notice: ${away}, ${when}`
  return kind === 'meeting' ? `${away}, ${when}` : kind === 'ending' ? `ends ${away}, ${when}` : `due ${away}, ${when}`
}

function inWords(on: string): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(`${on}T12:00:00Z`))
}

function textOf(groups: readonly Group[], foot: string, { person, organisation, url, farewell }: DigestOptions): string {
  const blocks = groups.map(({ heading, lines, more }) => [heading, ...lines.map((line) => `- ${line.words} (${line.note})\n  ${line.link}`), ...(more > 0 ? [`  and ${more} more`] : [])].join('\n'))
  return [
    `Good morning, ${person}.`, ...blocks, `${foot}\n${url}/for-you`,
    `-- \nYou get this once in the morning because you hold roles in ${organisation}.\nChoose what is mailed: ${url}/settings/notifications\nNo more of these mails: ${farewell}`,
  ].join('\n\n') + '\n'
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

function htmlOf(groups: readonly Group[], foot: string, { person, organisation, url, farewell }: DigestOptions): string {
  const link = (to: string, words: string) => `<a href="${escaped(to)}" style="color:#1B1F24">${escaped(words)}</a>`
  const blocks = groups.map(({ heading, lines, more }) => {
    const items = lines.map((line) => `<li style="margin:0 0 6px">${link(line.link, line.words)}<br><span style="color:#5B6470">${escaped(line.note)}</span></li>`)
    const rest = more > 0 ? `<li style="color:#5B6470">and ${more} more</li>` : ''
    return `<h2 style="font:700 16px/1.4 Georgia,serif;margin:24px 0 8px">${escaped(heading)}</h2><ul style="margin:0;padding:0 0 0 18px">${items.join('')}${rest}</ul>`
  })
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escaped(organisation)}</title></head><body style="margin:0;background:#FCFBF8;color:#1B1F24;font:15px/1.5 Helvetica,Arial,sans-serif">
<div style="max-width:600px;margin:0 auto;padding:24px"><p style="font:700 20px/1.3 Georgia,serif;margin:0 0 12px">${escaped(organisation)}</p><p style="margin:0">Good morning, ${escaped(person)}.</p>
${blocks.join('\n')}
<p style="margin:24px 0">${escaped(foot)} ${link(`${url}/for-you`, 'For you')}</p>
<p style="border-top:1px solid #D9DCE0;padding-top:12px;color:#5B6470;font-size:13px">You get this once in the morning because you hold roles in ${escaped(organisation)}. ${link(`${url}/settings/notifications`, 'Choose what is mailed')}, or ${link(farewell, 'end these mails')}.</p>
</div></body></html>
`
}
