// What the forms of one case share.
import type { Schemas } from "@shared/api/client";

export type CaseView = Schemas["CaseView"];

/** Path parameters of a route under /api/disputes/{dispute}. */
export const at = (dispute: { id: string }): { path: { dispute: string } } => ({ path: { dispute: dispute.id } });

export interface FormProps {
    dispute: CaseView;
}

export interface FormEvents {
    /** The server took it: the case is read again and the form closes. */
    done: [];
    cancel: [];
}

/** Written text, or nothing. */
export const filled = (value: string | null | undefined): string | undefined => value?.trim() || undefined;
