// Whether this browser was let in. Asked before what needs a pass: who merely looks in has done nothing wrong.
import { answer, api } from "@shared/api/client";

export async function has_pass(kind: "application" | "party"): Promise<boolean> {
    return Boolean((await answer(api.GET("/api/citizen/passes")))[`${kind}_until`]);
}
