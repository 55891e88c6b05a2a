import type { Carrier } from './mail.ts'
import type { Smtp } from './settings.ts'

/**
 * Speaks SMTP with the server of the settings. A password travels encrypted, or to this very machine.
 * `trust` holds certificates (PEM) to believe beside the usual ones.
 */
export function createCarrier(smtp: Smtp, trust?: string): Carrier {
  const here = ['localhost', '127.0.0.1', '::1'].includes(smtp.host)
  const opened = async (handedOver: () => void) => {
    const { createTransport } = await import('nodemailer')
    return createTransport({
      logger: listening(handedOver),
      host: smtp.host, port: smtp.port, secure: smtp.tls, requireTLS: !smtp.tls && smtp.user !== null && !here,
      ...(smtp.user === null ? {} : { auth: { user: smtp.user, pass: smtp.password ?? '' } }), ...(trust ? { tls: { ca: trust } } : {}),
      connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000, disableFileAccess: true, disableUrlAccess: true,
    })
  }
  return {
    carry: async (mail, id) => {
      const { to, subject, text, html, headers } = mail
      let handed = false
      const transport = await opened(() => void (handed = true))
      try {
        await transport.sendMail({
          from: smtp.from, to, subject, text, ...(html ? { html } : {}), messageId: `<${id}@${domainOf(smtp.from)}>`,
          headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', ...headers },
        })
      } catch (error) {
        if (handed && !(error as Fault).responseCode) throw Object.assign(error as Error, { unanswered: true })
        throw error
      } finally {
        transport.close()
      }
    },
  }
}

/** The library tells only its log when all of a mail, the final dot included, was handed over. */
function listening(handedOver: () => void) {
  const silent = () => {}
  const info = (data: unknown) => {
    if ((data as { tnx?: string } | null)?.tnx === 'message') handedOver()
  }
  return { level: silent, trace: silent, debug: silent, info, warn: silent, error: silent, fatal: silent }
}

function domainOf(from: string): string {
  return /@([^\s@>]+)>?$/.exec(from)?.[1] ?? 'wellrun'
}

type Fault = { unanswered?: boolean; code?: string; responseCode?: number; response?: string; message?: string }

/** True when trying again is of no use: the server refuses this recipient or this mail for good (RFC 5321, 4.2.1). */
export function isFinal(error: unknown): boolean {
  const { code, responseCode = 0 } = (error ?? {}) as Fault
  return (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode >= 500
}

/** True when the server was given the whole mail and did not say whether it took it: sent again, it might arrive twice. */
export function isUnanswered(error: unknown): boolean {
  return (error as Fault | null)?.unanswered === true
}

const reasons: Record<string, string> = {
  EAUTH: 'The mail server refuses SMTP_USER and SMTP_PASSWORD',
  ECONNECTION: 'The mail server does not answer', ESOCKET: 'The mail server does not answer', ECONNREFUSED: 'The mail server does not answer', EDNS: 'SMTP_HOST cannot be found',
  ETIMEDOUT: 'The mail server does not answer in time', ETLS: 'The connection to the mail server cannot be encrypted', EENVELOPE: 'The mail server refuses the address', EMESSAGE: 'The mail server refuses the mail',
}

/** Why a mail was not sent, in a sentence without the address that it was for. */
export function whyNot(error: unknown, address: string): string {
  const { code = '', response, message } = (error ?? {}) as Fault
  const said = (response ?? message ?? String(error)).replaceAll(address, 'the address').replace(/\s+/g, ' ').trim().slice(0, 300)
  const reason = reasons[code]
  return reason ? `${reason}${said ? `: ${said}` : ''}` : said
}
