import { Navigate, createRootRoute, createRoute, createRouter, lazyRouteComponent, notFound, redirect, retainSearchParams, type ErrorComponentProps } from '@tanstack/react-router'
import { parseBegin } from './begin/beginSteps.ts'
import { isSingle, kindAt } from './elements/kinds.ts'
import { parseListSearch } from './elements/listSearch.ts'
import { parseItemSearch } from '../modules/items/web/itemSearch.ts'
import { parseOutageSearch } from '../modules/outages/web/outageSearch.ts'
import { parseRecordSearch, type RecordSearch } from '../modules/work/web/recordSearch.ts'
import { NotFound } from './shell/NotFound.tsx'
import { Root } from './shell/Root.tsx'
import { PageProblem } from './ui/Problem.tsx'

const root = createRootRoute({
  component: Root,
  notFoundComponent: NotFound,
  errorComponent: ({ error, reset }: ErrorComponentProps) => <PageProblem error={error} retry={reset} />,
  validateSearch: (search: Record<string, unknown>): { asOf?: string | undefined } => (isDay(search.asOf) ? { asOf: search.asOf } : {}),
  search: { middlewares: [retainSearchParams(['asOf'])] },
})

const compared = (search: Record<string, unknown>): { compare?: string } => (typeof search.compare === 'string' && /^(last|ED-\d+|\d{4}-\d{2}-\d{2})$/i.test(search.compare) ? { compare: search.compare } : {})
const a3 = createRoute({ getParentRoute: () => root, path: '/', validateSearch: compared, component: lazyRouteComponent(() => import('../modules/a3/web/A3View.tsx'), 'A3View') })
const editions = createRoute({ getParentRoute: () => root, path: '/editions', component: lazyRouteComponent(() => import('../modules/a3/web/EditionsPage.tsx'), 'EditionsPage') })
const edition = createRoute({ getParentRoute: () => root, path: '/editions/$edition', validateSearch: compared, component: lazyRouteComponent(() => import('../modules/a3/web/EditionPage.tsx'), 'EditionPage') })
const scope = createRoute({ getParentRoute: () => root, path: '/scope', component: lazyRouteComponent(() => import('../modules/scope/web/ScopeView.tsx'), 'ScopeView') })
const evidence = createRoute({ getParentRoute: () => root, path: '/evidence', component: lazyRouteComponent(() => import('./places/ComingPages.tsx'), 'EvidencePage') })
const work = createRoute({ getParentRoute: () => root, path: '/work', component: lazyRouteComponent(() => import('../modules/work/web/MyWorkPage.tsx'), 'MyWorkPage') })
const narrowed = (search: Record<string, unknown>): RecordSearch => parseRecordSearch(search)
const allRecords = createRoute({ getParentRoute: () => root, path: '/work/all', validateSearch: narrowed, component: lazyRouteComponent(() => import('../modules/work/web/RecordsPage.tsx'), 'AllRecordsPage') })
const routineRecords = createRoute({ getParentRoute: () => root, path: '/work/routine/$routine', validateSearch: narrowed, component: lazyRouteComponent(() => import('../modules/work/web/RecordsPage.tsx'), 'RoutineRecordsPage') })
const board = createRoute({ getParentRoute: () => root, path: '/work/board/$routine', validateSearch: narrowed, component: lazyRouteComponent(() => import('../modules/work/web/BoardPage.tsx'), 'BoardPage') })
const raising = (search: Record<string, unknown>): { from?: string | undefined; item?: string | undefined } => ({ ...(typeof search.from === 'string' && search.from && { from: search.from }), ...(typeof search.item === 'string' && search.item && { item: search.item }) })
const raise = createRoute({ getParentRoute: () => root, path: '/work/raise', validateSearch: raising, component: lazyRouteComponent(() => import('../modules/work/web/RaisePage.tsx'), 'RaisePage') })
const raiseForm = createRoute({ getParentRoute: () => root, path: '/work/raise/$routine', validateSearch: raising, component: lazyRouteComponent(() => import('../modules/work/web/RaiseFormPage.tsx'), 'RaiseFormPage') })
const importing = createRoute({ getParentRoute: () => root, path: '/work/import', component: lazyRouteComponent(() => import('../modules/work/web/ImportRecordsPage.tsx'), 'ImportRecordsPage') })
const record = createRoute({ getParentRoute: () => root, path: '/work/$record', component: lazyRouteComponent(() => import('../modules/work/web/RecordPage.tsx'), 'RecordPage') })
const outages = createRoute({ getParentRoute: () => root, path: '/outages', validateSearch: parseOutageSearch, component: lazyRouteComponent(() => import('../modules/outages/web/OutagesPage.tsx'), 'OutagesPage') })
const outageCalendar = createRoute({ getParentRoute: () => root, path: '/outages/calendar', validateSearch: (search: Record<string, unknown>): { on?: string; view?: 'week' } => ({ ...(isDay(search.on) ? { on: search.on } : {}), ...(search.view === 'week' ? { view: 'week' } : {}) }), component: lazyRouteComponent(() => import('../modules/outages/web/CalendarPage.tsx'), 'CalendarPage') })
const outageImport = createRoute({ getParentRoute: () => root, path: '/outages/import', component: lazyRouteComponent(() => import('../modules/outages/web/ImportPage.tsx'), 'ImportPage') })
const outage = createRoute({ getParentRoute: () => root, path: '/outages/$outage', component: lazyRouteComponent(() => import('../modules/outages/web/OutagePage.tsx'), 'OutagePage') })
const items = createRoute({ getParentRoute: () => root, path: '/items', validateSearch: parseItemSearch, component: lazyRouteComponent(() => import('../modules/items/web/ItemsPage.tsx'), 'ItemsPage') })
const itemImport = createRoute({ getParentRoute: () => root, path: '/items/import', component: lazyRouteComponent(() => import('../modules/items/web/ImportItemsPage.tsx'), 'ImportItemsPage') })
const samples = createRoute({ getParentRoute: () => root, path: '/items/samples', component: lazyRouteComponent(() => import('../modules/items/web/SamplesPage.tsx'), 'SamplesPage') })
const sample = createRoute({ getParentRoute: () => root, path: '/items/samples/$sample', component: lazyRouteComponent(() => import('../modules/items/web/SamplePage.tsx'), 'SamplePage') })
const item = createRoute({ getParentRoute: () => root, path: '/items/$item', component: lazyRouteComponent(() => import('../modules/items/web/ItemPage.tsx'), 'ItemPage') })
const frameworks = createRoute({ getParentRoute: () => root, path: '/frameworks', component: lazyRouteComponent(() => import('./places/ComingPages.tsx'), 'FrameworksPage') })
const proposals = createRoute({ getParentRoute: () => root, path: '/proposals', component: lazyRouteComponent(() => import('../modules/proposals/web/ProposalsPage.tsx'), 'ProposalsPage') })
const operatingModel = createRoute({
  getParentRoute: () => root,
  path: '/operating-model',
  component: lazyRouteComponent(() => import('./places/OperatingModelPage.tsx'), 'OperatingModelPage'),
})
const bring = createRoute({ getParentRoute: () => root, path: '/import', component: lazyRouteComponent(() => import('../modules/transfer/web/ImportPage.tsx'), 'ImportPage') })
const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage') })
const settingsPart = createRoute({ getParentRoute: () => root, path: '/settings/$part', validateSearch: (search: Record<string, unknown>): { text?: string } => (typeof search.text === 'string' ? { text: search.text } : {}), component: lazyRouteComponent(() => import('./settings/SettingsPage.tsx'), 'SettingsPage') })
const forYou = createRoute({ getParentRoute: () => root, path: '/for-you', component: lazyRouteComponent(() => import('../modules/acknowledgements/web/ForYouPage.tsx'), 'ForYouPage') })
const live = createRoute({ getParentRoute: () => root, path: '/go-live', component: lazyRouteComponent(() => import('../modules/organisation/web/GoLivePage.tsx'), 'GoLivePage') })
const baseline = createRoute({ getParentRoute: () => root, path: '/baselines/$baseline', component: lazyRouteComponent(() => import('../modules/organisation/web/FrozenPage.tsx'), 'BaselinePage') })
const xray = createRoute({ getParentRoute: () => root, path: '/xray', component: lazyRouteComponent(() => import('../modules/xray/web/XrayPage.tsx'), 'XrayPage') })
const begin = createRoute({ getParentRoute: () => root, path: '/begin', validateSearch: parseBegin, component: lazyRouteComponent(() => import('./begin/BeginPage.tsx'), 'BeginPage') })
const yours = createRoute({ getParentRoute: () => root, path: '/make-it-yours', component: lazyRouteComponent(() => import('./begin/YoursPage.tsx'), 'YoursPage') })
const sheet = createRoute({ getParentRoute: () => root, path: '/services/$element/sheet', component: lazyRouteComponent(() => import('../modules/operating-model/web/ServiceSheet.tsx'), 'ServiceSheetPage') })
const proposal = createRoute({ getParentRoute: () => root, path: '/proposals/$proposal', component: lazyRouteComponent(() => import('../modules/proposals/web/ProposalPage.tsx'), 'ProposalPage') })
const revise = createRoute({ getParentRoute: () => root, path: '/proposals/$proposal/$element', component: lazyRouteComponent(() => import('../modules/proposals/web/RevisePage.tsx'), 'RevisePage') })

// Before the door these show their own forms (see Root); inside, there is nothing left to do there.
const Inside = () => <Navigate to="/" replace />
const invitation = createRoute({ getParentRoute: () => root, path: '/invitation/$token', component: Inside })
const forgotten = createRoute({ getParentRoute: () => root, path: '/forgotten-password', component: Inside })
const reset = createRoute({ getParentRoute: () => root, path: '/reset-password', component: Inside })

const unsubscribe = createRoute({ getParentRoute: () => root, path: '/unsubscribe/$secret', component: Inside })

const kind = createRoute({
  getParentRoute: () => root,
  path: '/$path',
  validateSearch: parseListSearch,
  beforeLoad: ({ params }) => {
    const known = kindAt(params.path)
    if (!known) throw notFound()
    if (isSingle(known.kind)) throw redirect({ href: `/${known.path}/${known.prefix}-1` })
  },
  component: lazyRouteComponent(() => import('./elements/ListPage.tsx'), 'ListPage'),
})
const create = createRoute({ getParentRoute: () => root, path: '/$path/new', beforeLoad: ({ params }) => demandKind(params.path), component: lazyRouteComponent(() => import('./elements/EditorPage.tsx'), 'CreatePage') })
const element = createRoute({ getParentRoute: () => root, path: '/$path/$element', beforeLoad: ({ params }) => demandKind(params.path), component: lazyRouteComponent(() => import('./elements/ElementPage.tsx'), 'ElementPage') })
const edit = createRoute({ getParentRoute: () => root, path: '/$path/$element/edit', beforeLoad: ({ params }) => demandKind(params.path), component: lazyRouteComponent(() => import('./elements/EditorPage.tsx'), 'EditPage') })

// The server judges days in full; here only what no day looks like is left out of the address.
function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
}

function demandKind(path: string): void {
  if (!kindAt(path)) throw notFound()
}

export const routeTree = root.addChildren([
  xray,
  yours, sheet,
  outages, outageCalendar, outageImport, outage, items, itemImport, samples, sample, item,
  a3, editions, edition, forYou, scope, evidence, work, allRecords, routineRecords, board, raise, raiseForm, importing, record, frameworks, proposals, operatingModel, bring, settings, settingsPart, begin, live, baseline, proposal, revise, invitation, forgotten, reset, unsubscribe, kind, create, element, edit,
])

export function buildRouter() {
  return createRouter({ routeTree, defaultPreload: 'intent', defaultPreloadStaleTime: 0, scrollRestoration: true })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof buildRouter>
  }
}
