import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** What one kept-alive connection answers: the status and how many bytes of body came. */
export type Answer = { status: number; bytes: number; body: Buffer }

type Waiting = { resolve: (answer: Answer) => void; reject: (error: Error) => void }

/**
 * HTTP/1.1 over one kept-alive connection, one request at a time. Hand-made, since a client library would take as much of the
 * machine as the server that it measures.
 */
export class Client {
  private readonly socket: Socket
  private waiting: Waiting | undefined
  private chunks: Buffer[] = []

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1')
    this.socket.setNoDelay(true)
    this.socket.on('data', (chunk) => this.receive(chunk))
    this.socket.on('error', (error) => this.waiting?.reject(error))
    this.socket.on('close', () => this.waiting?.reject(new Error('The server closed the connection.')))
  }

  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
      this.socket.write(request)
    })
  }

  close(): void {
    this.waiting = undefined
    this.socket.destroy()
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk)
    const all = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks)
    const end = all.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = all.toString('latin1', 0, end).toLowerCase()
    const length = /\r\ncontent-length: (\d+)/.exec(head)
    const bytes = all.length - end - 4
    const complete = length ? bytes >= Number(length[1]) : all.subarray(-5).equals(lastChunk)
    if (!complete) return
    this.chunks = []
    const { waiting } = this
    this.waiting = undefined
    waiting?.resolve({ status: Number(head.slice(9, 12)), bytes, body: all.subarray(end + 4) })
  }
}

const lastChunk = Buffer.from('0\r\n\r\n')

/** The text of a request, as a browser on this machine would send it. */
export function requestText(method: string, path: string, headers: Record<string, string>, body?: string): string {
  const lines = Object.entries(body === undefined ? headers : { ...headers, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) })
  return `${method} ${path} HTTP/1.1\r\nhost: localhost\r\naccept-encoding: gzip, deflate, br\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body ?? ''}`
}
