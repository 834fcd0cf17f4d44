(* The pair lemma behind the universal lower bound 5 for deterministic non-clairvoyant algorithms, as a
   statement about finite trees of coins ([pair_lemma]).  It is the arithmetic of the adversary only; that a
   deterministic algorithm walks such a tree, and the limit to 5, are not formalised here.

   Two jobs have levels a^2 and c^2.  The algorithm tries one of them up to q^2 times its level, q > 1.  With
   probability 1 - 1/q the job completes at once, which gains at most the smaller of the two expected
   lengths; else it survives, the attempt has cost q^2 times the level, and the level is that now. *)

From Coq Require Import QArith Lqa.
From RatioLab Require Import Rationals.
Open Scope Q_scope.

Inductive coins : Type :=
  | Stop                                (* no more attempts on either job *)
  | Last                                (* one job has reached the largest length *)
  | First (q : Q) (survived : coins)    (* an attempt on the first job *)
  | Second (q : Q) (survived : coins).  (* an attempt on the second job *)

(* expected smaller length if the first job, at level a^2, completes while the second is at level c^2 *)
Definition smaller (a c : Q) : Q := if Qle_bool a c then a * a else 2 * a * c - c * c.

Fixpoint cost (t : coins) (a c : Q) : Q :=
  match t with
  | Stop | Last => 0
  | First q t => (1 - / q) * (a * a) + / q * (q * q * (a * a) + cost t (q * a) c)
  | Second q t => (1 - / q) * (c * c) + / q * (q * q * (c * c) + cost t a (q * c))
  end.

Fixpoint gain (t : coins) (a c : Q) : Q :=
  match t with
  | Stop => 0
  | Last => 2 * (a * c)
  | First q t => (1 - / q) * smaller a c + / q * gain t (q * a) c
  | Second q t => (1 - / q) * smaller c a + / q * gain t a (q * c)
  end.

Fixpoint rising (t : coins) : Prop :=
  match t with Stop | Last => True | First q t | Second q t => 1 < q /\ rising t end.

Lemma smaller_le a c : smaller a c <= a * a.
Proof.
  unfold smaller. destruct (Qle_bool a c); [lra|]. assert (S := qsquare (a - c)). lra.
Qed.

(* (1 - 1/q) + q >= 5 (1 - 1/q), because (q - 2)^2 >= 0 *)
Lemma attempt_pays q x g w : 1 < q -> 0 <= x -> g <= x ->
  5 * ((1 - / q) * g) + / q * w <= (1 - / q) * x + / q * (q * q * x + w).
Proof.
  intros Hq Hx Hg. assert (Q0 : 0 < / q) by (apply Qinv_lt_0_compat; lra).
  assert (E : / q * q == 1) by (field; lra).
  assert (Q1 : / q <= 1) by (apply Qle_shift_inv_r; lra).
  assert (A : (1 - / q) * g <= (1 - / q) * x) by (apply qmul_l; lra).
  assert (S := qsquare (q - 2)).
  assert (P : 0 <= / q * (((q - 2) * (q - 2)) * x)) by (apply Qmult_le_0_compat; [lra|apply Qmult_le_0_compat;
    assumption]).
  assert (F : / q * (((q - 2) * (q - 2)) * x) == / q * (q * q * x) - 4 * (/ q * q) * x + 4 * / q * x) by ring.
  rewrite F, E in P. lra.
Qed.

Theorem pair_lemma t : rising t -> forall a c, 0 <= a * c -> 5 * gain t a c - 10 * (a * c) <= cost t a c.
Proof.
  induction t as [| |q t IH|q t IH]; intros Hr a c Hac; cbn [gain cost rising] in *; [lra|lra| |];
    destruct Hr as [Hq Hr]; assert (Q0 : 0 < / q) by (apply Qinv_lt_0_compat; lra);
    assert (E : / q * q == 1) by (field; lra); assert (N : 0 <= q * (a * c)) by (apply Qmult_le_0_compat; lra).
  - assert (B := IH Hr (q * a) c ltac:(lra)). apply (qmul_l (/ q)) in B; [|lra].
    assert (P := attempt_pays q (a * a) (smaller a c) (cost t (q * a) c) Hq (qsquare a) (smaller_le a c)).
    assert (F : / q * (5 * gain t (q * a) c - 10 * (q * a * c)) ==
                5 * (/ q * gain t (q * a) c) - 10 * (/ q * q) * (a * c)) by ring.
    rewrite F, E in B. lra.
  - assert (B := IH Hr a (q * c) ltac:(lra)). apply (qmul_l (/ q)) in B; [|lra].
    assert (P := attempt_pays q (c * c) (smaller c a) (cost t a (q * c)) Hq (qsquare c) (smaller_le c a)).
    assert (F : / q * (5 * gain t a (q * c) - 10 * (a * (q * c))) ==
                5 * (/ q * gain t a (q * c)) - 10 * (/ q * q) * (a * c)) by ring.
    rewrite F, E in B. lra.
Qed.
