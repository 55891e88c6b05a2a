// The server as it ships but for the limit on calls, which a benchmark would only measure.
import { readSettings } from '../src/kernel/settings.ts'
import { startServer } from '../src/server/server.ts'

const note = (text: string) => void process.stderr.write(`${text}\n`)
const running = await startServer(readSettings(), { info: () => {}, warn: note, error: (text, cause) => note(`${text} ${String(cause)}`) }, { callsPerMinute: 0 })
process.stdout.write(`${JSON.stringify({ port: running.port })}\n`)
process.once('SIGTERM', () => void running.stop().then(() => process.exit(0)))
