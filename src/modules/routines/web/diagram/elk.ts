import ELK from 'elkjs/lib/elk-api.js'
import workerUrl from 'elkjs/lib/elk-worker.min.js?url'
import type { Lay } from '../../drawing-layout.ts'

let kernel: InstanceType<typeof ELK.default> | undefined

/** Lays a graph out in a worker of its own, so that nothing on the page waits for it. */
export const lay: Lay = (graph) => {
  kernel ??= new ELK.default({ workerFactory: () => new Worker(workerUrl) })
  return kernel.layout(graph)
}
