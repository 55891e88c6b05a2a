import type { RoutineBody, RoutineField } from '../routines/routine-body.ts'

/** What tools call these in their exports, the likelier names first; German, French, Spanish and Norwegian ones last. */
export const words: Record<string, readonly string[]> = {
  title: ['short description', 'summary', 'title', 'subject', 'name', 'headline', 'case title', 'risk title', 'betreff', 'kurzbeschreibung', 'titel', 'titre', 'objet', 'título', 'titulo', 'asunto', 'tittel', 'emne'],
  state: ['incident state', 'state', 'status', 'issue status', 'ticket status', 'stage', 'lifecycle transition', 'activity', 'activity name', 'concept name', 'zustand', 'statut', 'etat', 'état', 'estado', 'tilstand'],
  priority: ['priority', 'prio', 'priorität', 'prioritaet', 'priorité', 'priorite', 'prioridad', 'prioritet', 'case priority'],
  outcome: ['close code', 'closed code', 'closure code', 'resolution code', 'resolution', 'outcome'],
  service: ['business service', 'service', 'affected service', 'service name'],
  configurationItem: ['cmdb ci', 'configuration item', 'ci', 'asset'],
  unit: ['department', 'unit', 'business unit'],
  location: ['location', 'site', 'entity'],
  supplier: ['vendor', 'supplier'],
  requester: ['caller id', 'caller', 'requester', 'reporter', 'opened for', 'requested for', 'requester name', 'requester requester', 'customer', 'melder', 'antragsteller', 'demandeur demandeur', 'demandeur', 'solicitante', 'innmelder'],
  assignee: ['assigned to', 'assignee', 'technician', 'assigned to technician', 'agent', 'owner', 'assignee who owns the mitigation', 'bearbeiter', 'zugewiesen an', 'attribué à technicien', 'attribué à', 'asignado a', 'saksbehandler', 'tildelt'],
  opened: ['opened at', 'opened', 'created', 'created at', 'created on', 'created time', 'created date', 'opening date', 'date opened', 'open date', 'open time', 'sys created on', 'sys created at', 'submit date', 'date raised', 'raised on', 'reported on', 'reported date', 'last discussed',
    'erstellt', 'erstellt am', 'eröffnet am', 'date d ouverture', 'créé le', 'fecha de apertura', 'fecha de creación', 'opprettet', 'registrert'],
  occurred: ['occurred at', 'occurred', 'started at', 'outage start'],
  detected: ['detected at', 'detected'],
  responded: ['responded at', 'first response', 'acknowledged at'],
  resolved: ['resolved at', 'resolved', 'resolved time', 'resolution date', 'solution date', 'solve date', 'solved at', 'date resolved', 'resolutiondate', 'gelöst am', 'date de résolution', 'date de solution', 'fecha de solución', 'løst'],
  closed: ['closed at', 'closed', 'closed time', 'closing date', 'date closed', 'close date', 'close at', 'closedate', 'end date', 'geschlossen am', 'date de clôture', 'fecha de cierre', 'lukket'],
}
export const keyWords = ['number', 'issue key', 'key', 'ticket number', 'ticket', 'ticket id', 'ref', 'reference', 'incident id', 'case id', 'case concept name', 'caseid', 'case', 'risk id', 'documentkey', 'document key', 'record id', 'id', 'nummer', 'numéro', 'número', 'title', 'name']
export const updatedWords = ['sys updated at', 'sys updated on', 'updated at', 'updated', 'last modified', 'changed at', 'modified', 'timestamp', 'time timestamp', 'complete timestamp', 'start timestamp', 'event time', 'logged', 'logged at', 'sys created on', 'created', 'date', 'time']
export const updaterWords = ['sys updated by', 'updated by', 'modified by', 'changed by', 'user', 'author', 'org resource', 'resource', 'performed by', 'by']
export const textWords = ['concept name', 'activity', 'activity name', 'event', 'action', 'comment', 'note']
export const zoneWords = ['time zone', 'timezone', 'tz', 'zone']
export const changeWords = { name: ['fieldname', 'field name', 'changed field', 'field', 'attribute', 'property'], to: ['newvalue', 'new value', 'to string', 'tostring', 'to', 'new', 'value'] }
/** What stands behind the name of a value that is an object in JSON. */
export const innerWords = ['name', 'display value', 'display name', 'title', 'email', 'login']

/** Says what a value of a file becomes, or nothing where it does not tell. */
export type Guess = (value: string) => string | undefined

export function stateFor({ steps }: RoutineBody): Guess {
  const named = (pattern: RegExp) => steps.find((step) => pattern.test(`${step.id} ${step.name}`))?.id
  const end = steps.find((step) => step.end)?.id
  const middle = named(/restor|work|implement|treat|solv|fulfil|build|act/i) ?? steps[Math.min(1, steps.length - 1)]?.id
  return (value) => {
    const text = value.toLowerCase()
    const same = steps.find((step) => step.id === text || step.name.toLowerCase() === text)
    if (same) return same.id
    if (/unresolv|reopen|re-open/.test(text)) return middle
    if (/resolv|clos|done|complet|cancel|solved|finish|reject|abandon|gelöst|geschlossen|erledigt|résolu|resuelt|cerrad|løst|lukket|avsluttet/.test(text)) return end
    if (/await|wait|pending|hold|suspend|wart|attente|espera|vente/.test(text)) return named(/wait|hold|pend/i) ?? middle
    if (/in bearbeitung|en cours|en curso|under arbeid|pågår/.test(text)) return middle
    if (/new|open|to do|todo|submit|regist|logged|draft|identif|backlog|queued|^neu|offen|nouveau|ouvert|nuev|abierto|^ny|åpen/.test(text)) return steps[0]?.id
    if (/accept/.test(text)) return named(/accept/i) ?? middle
    return /progress|active|assign|work|owned|mitigat|treat|implement|analy|investig/.test(text) ? middle : undefined
  }
}

const ranked = [/highest|critical|urgent|major|blocker|very high|kritisch|sehr hoch|très haute|crític|kritisk/, /high|hoch|haute|alta|høy/, /medium|moderate|normal|mittel|moyenne|media|middels/, /low|minor|trivial|planning|niedrig|basse|baja|lav/]

export function priorityFor({ priorities }: RoutineBody): Guess {
  return (value) => {
    const text = value.toLowerCase()
    if (ranked[0]!.test(text)) return priorities[0]
    const named = priorities.find((priority) => new RegExp(`\\b${priority.toLowerCase().replaceAll(/[^\p{L}\p{N} ]/gu, '.')}\\b`, 'u').test(text))
    if (named) return named
    const at = ranked.findIndex((pattern) => pattern.test(text))
    if (at >= 0) return priorities[Math.min(at, priorities.length - 1)]
    const rank = /^p?\s*(\d)/.exec(text)?.[1]
    return rank === undefined ? undefined : priorities[Math.min(priorities.length, Math.max(1, Number(rank))) - 1]
  }
}

export function outcomeFor({ outcomes }: RoutineBody): Guess {
  return (value) => {
    const text = value.toLowerCase()
    const named = outcomes.find((outcome) => text === outcome.id || text === outcome.name.toLowerCase())
    if (named) return named.id
    if (/duplicate/.test(text)) return outcomes.find((outcome) => /duplic|known/i.test(`${outcome.id} ${outcome.name}`))?.id
    if (/work\s*-?around/.test(text)) return outcomes.find((outcome) => /round/i.test(`${outcome.id} ${outcome.name}`))?.id
    if (/solved|fixed|done|resolved|success|complet/.test(text) && !/not|un/.test(text)) return outcomes.find((outcome) => outcome.result === 'successful')?.id
    if (/cancel|reject|won'?t|declin/.test(text)) return outcomes.find((outcome) => outcome.result === 'not carried out')?.id
    return undefined
  }
}

/** A choice by its name, or, where a column counts as many as there are choices ("2 - Medium" of three), by its place. */
export function choiceFor({ choices }: RoutineField, values: readonly string[]): Guess {
  const rankOf = (value: string) => Number(/^\s*(\d{1,2})(?:\s*[-–:.)]\s*\S|\s*$)/.exec(value)?.[1] ?? 0)
  const counted = values.length > 0 && values.every((value) => rankOf(value) >= 1 && rankOf(value) <= choices.length) && Math.max(...values.map(rankOf)) === choices.length
  return (value) => {
    const text = value.trim().toLowerCase()
    return choices.find((choice) => choice.toLowerCase() === text) ?? choices.find((choice) => text.length > 2 && (choice.toLowerCase().includes(text) || text.includes(choice.toLowerCase()))) ?? (counted ? choices[rankOf(value) - 1] : undefined)
  }
}
