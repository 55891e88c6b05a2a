import type { Connector } from './connector.ts'
import { glpi } from './glpi/glpi.ts'
import { itop } from './itop/itop.ts'
import { jira } from './jira/jira.ts'
import { servicenow } from './servicenow/servicenow.ts'
import { zammad } from './zammad/zammad.ts'

/** Every outside system that can be pulled from, by its kind. */
export const connectors: ReadonlyMap<string, Connector> = new Map([servicenow, jira, glpi, itop, zammad].map((each): [string, Connector] => [each.kind, each]))
