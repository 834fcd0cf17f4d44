(* GSA is non-clairvoyant: every start up to and including a phase depends on the lengths only through
   which jobs outlived the earlier slices ([gsa_non_clairvoyant]). *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums Model Peak Pipeline Gsa.
Import ListNotations.
Open Scope Z_scope.

Definition decision (a : attempt) : nat * Z := (job a, start a).

Lemma sps_decisions o o' k tau T js : forall i,
  map decision (sps o k tau T i js) = map decision (sps o' k tau T i js).
Proof. induction js as [|j r IH]; intros i; [reflexivity|]. cbn [sps map]. now rewrite IH. Qed.

Theorem gsa_non_clairvoyant s M o o' order taus : forall p T pend,
  (forall tau j, In tau (removelast taus) -> (tau <? o j) = (tau <? o' j)) ->
  map decision (gsa_from s M o order taus p T pend) = map decision (gsa_from s M o' order taus p T pend).
Proof.
  induction taus as [|tau rest IH]; intros p T pend H; [reflexivity|]. cbn [gsa_from].
  destruct (order p pend) as [|j0 r0]; [reflexivity|]. set (js := j0 :: r0).
  rewrite !map_app, (sps_decisions o o'). f_equal.
  destruct rest as [|tau' rest]; [reflexivity|].
  assert (E : filter (fun j => tau <? o j) js = filter (fun j => tau <? o' j) js).
  { apply filter_ext. intros j. apply H. now left. }
  rewrite E. apply IH. intros t j Ht. apply H. now right.
Qed.
