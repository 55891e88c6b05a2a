// The import law of ARCHITECTURE.md. main → server, cli → modules, connectors → kernel → shared.
const layered = String.raw`\.(store|actions|queries|jobs|reactions|access|contract|paper)\.ts$`
const test = String.raw`\.test\.tsx?$`
const domain = { path: '^src/modules/[^/]+/[^/]+[.]ts$', pathNot: [layered, test] }
const web = '^src/(web/|modules/[^/]+/web/)'

/** @type {(name: string, comment: string, from: object, to: object) => object} */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { ...from, pathNot: [test, ...(from.pathNot ?? [])] }, to })

export default {
  forbidden: [
    never('shared-imports-nothing', 'src/shared holds browser-safe words; it knows no other folder.', { path: '^src/shared/' }, { path: '^src/', pathNot: '^src/shared/' }),
    never('kernel-knows-no-feature', 'The kernel imports shared alone.', { path: '^src/kernel/' }, { path: '^src/', pathNot: '^src/(kernel|shared)/' }),
    never('modules-look-down', 'A module imports modules, kernel and shared.', { path: '^src/modules/', pathNot: [web] }, { path: '^src/', pathNot: '^src/(modules|kernel|shared)/' }),
    never('connectors-look-down', 'A connector imports kernel and shared, and its own folder.', { path: '^src/connectors/' }, { path: '^src/', pathNot: '^src/(connectors|kernel|shared)/' }),
    never('server-looks-down', 'The server knows no terminal and no page.', { path: '^src/server/' }, { path: '^src/(cli|web|main[.]ts)' }),
    never('terminal-looks-down', 'The terminal knows no page.', { path: '^src/cli/' }, { path: '^src/(web|main[.]ts)' }),
    never('page-code-stays-in-pages', 'Only pages import pages.', { path: '^src/', pathNot: [web] }, { path: web }),
    never('pages-see-contracts', 'Pages import contracts, pure domain files, shared, and pages.', { path: web }, { path: '^src/', pathNot: [web, '^src/shared/', String.raw`^src/.*\.contract\.ts$`, '^src/modules/[^/]+[.]ts$', '^src/modules/[^/]+/[^/]+[.]ts$'] }),
    never('pages-see-pure-domain', 'Of a module, pages import contracts and pure domain files.', { path: web }, { path: String.raw`\.(store|actions|queries|jobs|reactions|access)\.ts$` }),
    never('pages-know-no-node', 'Pages run in a browser.', { path: web }, { dependencyTypes: ['core'] }),
    never('pages-reach-no-node', 'Nothing that a page needs, however far down, needs Node.', { path: '^src/web/main[.]tsx$' }, { path: '^src/(kernel|server|cli|connectors)/', pathNot: String.raw`\.contract\.ts$`, reachable: true }),
    never('domain-is-pure', 'A domain file decides and does no I/O: no node:, of the kernel only contracts and types.', domain, { path: '^src/kernel/', pathNot: String.raw`\.contract\.ts$`, dependencyTypesNot: ['type-only'] }),
    never('domain-knows-no-node', 'A domain file decides and does no I/O.', domain, { dependencyTypes: ['core'] }),
    never('domain-knows-no-layer', 'A domain file imports domain files, contracts and shared.', domain, { path: String.raw`\.(store|actions|queries|jobs|reactions|access)\.ts$` }),
    never('contracts-are-words', 'A contract imports contracts, domain files and shared.', { path: String.raw`\.contract\.ts$` }, { path: String.raw`\.(store|actions|queries|jobs|reactions|access)\.ts$|^src/(server|cli|web)/` }),
    never('contracts-know-no-node', 'A contract runs in a browser too.', { path: String.raw`\.contract\.ts$` }, { dependencyTypes: ['core'] }),
    never('stores-are-private', 'A store is used in its own folder alone.', { path: '^src/(server|cli|modules/[^/]+|connectors/[^/]+)/' }, { path: String.raw`\.store\.ts$`, pathNot: '^src/$1/' }),
    never('features-meet-by-words', 'Modules use of each other domain files and contracts.', { path: '^src/modules/([^/]+)/' }, { path: String.raw`^src/modules/.*\.(actions|queries|jobs|reactions|access)\.ts$`, pathNot: '^src/modules/$1/' }),
    never('sql-in-stores', 'SQL is written in stores and the kernel; sign-in hands both to its library.', { path: '^src/', pathNot: [String.raw`\.store\.ts$`, '^src/kernel/', '^src/server/(auth|identity)[.]ts$'] }, { path: '(^|/)node_modules/(kysely|kysely-postgres-js|postgres|pg)/', dependencyTypesNot: ['type-only'] }),
    never('tests-stay-out', 'Nothing but a test imports a test or its support.', { path: '^src/' }, { path: String.raw`^test/|^bench/|\.test\.tsx?$` }),
    never('no-development-packages', 'What ships needs no development package.', { path: '^src/' }, { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' }),
    never('no-undeclared-packages', 'Every package is named in package.json.', { path: '^(src|test|bench)/' }, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
    { name: 'no-cycles', comment: 'Nothing imports itself by any way round.', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-unresolvable', comment: 'Every import leads somewhere.', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-orphans', comment: 'Every file is used.', severity: 'error', from: { orphan: true, pathNot: [test, String.raw`\.d\.ts$`, '^src/main[.]ts$', '^src/web/public/', '^test/', '^bench/'] }, to: {} },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'], extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.css', '.po', '.svg', '.html'] },
    builtInModules: { add: ['virtual:'] },
  },
}
