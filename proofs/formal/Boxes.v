(* Box certificates for GSA (Theorem C of the tighter analysis): finitely many boxes of U = (M - s)/(2 s + 1),
   each with a finite list of rows (a lower bound on k*, a weight) and one row for all deeper phases; a
   checker that computes ([certificate_ok]), and its soundness box by box ([boxes_sound]). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Peak LowerBounds Pipeline Gsa GsaCost.
Import ListNotations.
Open Scope Q_scope.

Local Notation "'#' z" := (inject_Z z) (at level 5, format "# z").

Record row := Row { direct : bool; par : Z; wt : Q }.
Record box := Box { rows : list row; deep : row; hi : option Q }.

(* cost of a phase of slice h over h (2 s + 1): P0 + P1 U.
   direct: M h / K.  otherwise: the packing bound (1+1/K) S h + (1+2/K) h^2/2 *)
Definition P0 (r : row) : Q := if direct r then 1 / (2 * #(par r)) else (1 + 1 / #(par r)) / 2.
Definition P1 (r : row) (x : Q) : Q := if direct r then 1 / #(par r) else (1 + 2 / #(par r)) / 2 * x.

Section Checker.
Variables (R rho lo : Q) (up : option Q).

Definition upto (v : Q) : Prop := lo <= v /\ match up with Some h => v <= h | None => True end.
(* c0 + c1 v >= 0 on the box *)
Definition linb (c0 c1 : Q) : bool :=
  Qle_bool 0 (c0 + c1 * lo) && match up with Some h => Qle_bool 0 (c0 + c1 * h) | None => Qle_bool 0 c1 end.
Definition row_ok (x : Q) (r : row) : bool :=
  negb (Qle_bool (wt r) 0) && (1 <=? par r)%Z &&
  ((par r =? 1)%Z || (Qle_bool (#(par r + 1) * x) 2 && Qle_bool #(par r - 1) ((2 - #(par r + 1) * x) * lo))).
(* a weight above 1 must be affordable when no deeper phase exists *)
Definition bottom_ok (x : Q) (r : row) : bool :=
  Qle_bool (wt r) 1 ||
  linb (R / 2 * rho - (1 - / wt r) * P0 r) (R / 2 * (rho * rho) * x - (1 - / wt r) * P1 r x).
Definition link_ok (x : Q) (r r' : row) : bool :=
  linb (R / 2 * (rho - rho * rho) - (1 + wt r) * P0 r - (/ wt r' - 1) * rho * P0 r')
       (R / 2 * (rho * rho - rho * rho * rho * rho) * x - (1 + wt r) * P1 r x
        - (/ wt r' - 1) * rho * P1 r' (rho * x)).
Definition deep_ok (r : row) : bool :=
  Qle_bool (wt r) 1 &&
  if direct r
  then match up with
       | Some h => Qle_bool ((1 / 2 + h) * ((1 + wt r + (/ wt r - 1) * rho) / #(par r))) (R / 2 * (rho - rho *
         rho))
       | None => false
       end
  else Qle_bool (P0 r * (1 + wt r + (/ wt r - 1) * rho)) (R / 2 * (rho - rho * rho)) &&
       Qle_bool ((1 + 2 / #(par r)) / 2 * (1 + wt r + (/ wt r - 1) * rho * rho))
                (R / 2 * (rho * rho - rho * rho * rho * rho)).
Fixpoint rows_ok (x : Q) (rs : list row) (d : row) : bool :=
  match rs with
  | [] => row_ok x d && deep_ok d
  | r :: rest => row_ok x r && bottom_ok x r && link_ok x r (hd d rest) && rows_ok (rho * x) rest d
  end.
End Checker.

Fixpoint boxes_ok (R rho lo : Q) (bs : list box) : bool :=
  match bs with
  | [] => false
  | b :: rest =>
    rows_ok R rho lo (hi b) 1 (rows b) (deep b) &&
    match hi b with None => true | Some h => Qle_bool lo h && boxes_ok R rho h rest end
  end.

Definition certificate_ok (R : Q) (a b : Z) (bs : list box) : bool :=
  (1 <=? b)%Z && (b <? a)%Z && Qle_bool (1 + 1 / (1 - #b / #a)) (R / 3) && boxes_ok R (#b / #a) 0 bs.

(* ---- soundness of the checker ---- *)

Ltac qb := repeat match goal with
  | H : (_ && _)%bool = true |- _ => apply andb_prop in H; destruct H
  | H : Qle_bool _ _ = true |- _ => apply Qle_bool_imp_le in H
  | H : (_ <=? _)%Z = true |- _ => apply Z.leb_le in H
  | H : (_ <? _)%Z = true |- _ => apply Z.ltb_lt in H
  end.

Lemma P0_ge r : (1 <= par r)%Z -> 0 <= P0 r.
Proof.
  intros K. assert (Kq : 1 <= #(par r)) by now apply (inj_le 1). unfold P0.
  assert (0 < 1 / #(par r)) by (apply Qlt_shift_div_l; lra). destruct (direct r); apply Qle_shift_div_l; lra.
Qed.
Lemma P1_ge r x : (1 <= par r)%Z -> 0 <= x -> 0 <= P1 r x.
Proof.
  intros K Hx. assert (Kq : 1 <= #(par r)) by now apply (inj_le 1). unfold P1.
  assert (0 < 1 / #(par r)) by (apply Qlt_shift_div_l; lra).
  assert (0 < 2 / #(par r)) by (apply Qlt_shift_div_l; lra). destruct (direct r); [lra|].
  apply Qmult_le_0_compat; auto. apply Qle_shift_div_l; lra.
Qed.

Section Sound.
Variables (R rho lo : Q) (up : option Q).
Hypotheses (HR : 0 <= R) (Hrho : 0 < rho) (Hrho1 : rho < 1) (Hlo : 0 <= lo).

Definition bottom_fact (U x : Q) (r : row) : Prop :=
  (1 - / wt r) * (P0 r + P1 r x * U) <= R / 2 * (rho + rho * rho * (x * U)).
Definition row_fact (U x : Q) (r : row) : Prop :=
  0 < wt r /\ (1 <= par r)%Z /\
  (par r = 1%Z \/ #(par r) + #(par r + 1) * (x * U) <= 1 + 2 * U).
Definition link_fact (U x : Q) (r r' : row) : Prop :=
  (1 + wt r) * (P0 r + P1 r x * U) + (/ wt r' - 1) * rho * (P0 r' + P1 r' (rho * x) * U) <=
  R / 2 * ((rho - rho * rho) + (rho * rho - rho * rho * rho * rho) * x * U).

Lemma row_fact_eq U x y r : x == y -> row_fact U x r -> row_fact U y r.
Proof. unfold row_fact. intros E [A [B D]]. rewrite E in D. tauto. Qed.

Lemma bottom_fact_eq U x y r : x == y -> bottom_fact U x r -> bottom_fact U y r.
Proof. unfold bottom_fact, P1. intros E A. destruct (direct r); rewrite E in A; exact A. Qed.

Lemma link_fact_eq U x y r r' : x == y -> link_fact U x r r' -> link_fact U y r r'.
Proof.
  unfold link_fact, P1. intros E A. destruct (direct r), (direct r'); rewrite E in A; exact A.
Qed.

Lemma lin_sound c0 c1 v : upto lo up v -> linb lo up c0 c1 = true -> 0 <= c0 + c1 * v.
Proof.
  unfold linb, upto. intros [H1 H2] H. apply andb_prop in H. destruct H as [A B].
  apply Qle_bool_imp_le in A. destruct up as [h|]; apply Qle_bool_imp_le in B.
  - destruct (Qlt_le_dec c1 0) as [N|N].
    + assert (0 <= (-c1) * (h - v)) by (apply Qmult_le_0_compat; lra). lra.
    + assert (0 <= c1 * (v - lo)) by (apply Qmult_le_0_compat; lra). lra.
  - assert (0 <= c1 * (v - lo)) by (apply Qmult_le_0_compat; lra). lra.
Qed.

Lemma row_sound U x y r : upto lo up U -> row_ok lo x r = true -> 0 < y -> y <= x -> row_fact U y r.
Proof.
  unfold row_ok. intros [HU _] H Hy Hyx. qb.
  assert (W : 0 < wt r).
  { destruct (Qlt_le_dec 0 (wt r)); auto. apply Qle_bool_iff in q. rewrite q in H. discriminate. }
  split; [auto|]. split; [auto|].
  apply orb_prop in H0. destruct H0 as [H0|H0]; [left; lia|right]. qb.
  set (K := par r) in *. unfold Z.sub in *. push.
  assert (K0 : 1 <= #K) by now apply (inj_le 1).
  assert (0 <= (#K + 1) * (x - y)) by (apply Qmult_le_0_compat; lra).
  assert (0 <= (2 - (#K + 1) * y) * (U - lo)) by (apply Qmult_le_0_compat; lra).
  assert (0 <= ((#K + 1) * (x - y)) * lo) by (apply Qmult_le_0_compat; lra).
  lra.
Qed.

Lemma link_sound U x r r' : upto lo up U -> link_ok R rho lo up x r r' = true -> link_fact U x r r'.
Proof.
  unfold link_ok, link_fact. intros HU H. apply (lin_sound _ _ U HU) in H. lra.
Qed.

Definition row_basic (r : row) : Prop := 0 < wt r /\ (1 <= par r)%Z.
Lemma row_fact_basic U x r : row_fact U x r -> row_basic r.
Proof. unfold row_fact, row_basic. tauto. Qed.

Lemma bottom_le1 U x r : 0 <= U -> row_basic r -> 0 < x -> wt r <= 1 -> bottom_fact U x r.
Proof.
  intros U0 [W1 W3] Hx W2. assert (Wi := qinv_ge1 _ W1 W2). unfold bottom_fact.
  assert (A := P0_ge r W3). assert (B := P1_ge r x W3 ltac:(lra)).
  assert (0 <= P1 r x * U) by now apply Qmult_le_0_compat.
  assert (0 <= (/ wt r - 1) * (P0 r + P1 r x * U)) by (apply Qmult_le_0_compat; lra).
  assert (0 <= R / 2 * (rho + rho * rho * (x * U))).
  { apply Qmult_le_0_compat; [now apply half|]. assert (0 <= x * U) by (apply Qmult_le_0_compat; lra).
    assert (0 <= rho * rho) by apply qsquare. assert (0 <= rho * rho * (x * U)) by now apply Qmult_le_0_compat.
    lra. }
  lra.
Qed.

Lemma bottom_sound U x r : upto lo up U -> 0 < x -> row_fact U x r -> bottom_ok R rho lo up x r = true ->
  bottom_fact U x r.
Proof.
  intros HU Hx F H. unfold bottom_ok in H. apply orb_prop in H. destruct H as [H|H].
  - qb. apply bottom_le1; auto; [destruct HU; lra|]. now apply row_fact_basic in F.
  - apply (lin_sound _ _ U HU) in H. unfold bottom_fact. lra.
Qed.

Lemma deep_sound U x r : upto lo up U -> row_basic r -> 0 < x -> deep_ok R rho up r = true ->
  bottom_fact U x r /\ link_fact U x r r.
Proof.
  intros HUU HF Hx H. unfold deep_ok in H. apply andb_prop in H. destruct H as [W2 H].
  apply Qle_bool_imp_le in W2.
  split; [apply bottom_le1; auto; destruct HUU; lra|].
  revert HUU HF H. unfold link_fact, P0, P1. intros [HU1 HU2] [W1 W3] H.
  assert (Wi := qinv_ge1 _ W1 W2).
  assert (K0 : 1 <= #(par r)) by now apply (inj_le 1).
  assert (U0 : 0 <= U) by lra.
  set (iw := / wt r) in *. set (w := wt r) in *. set (K := #(par r)) in *.
  assert (r2 : rho * rho < rho) by nra.
  assert (r4 : 0 <= (rho * rho - rho * rho * rho * rho)).
  { setoid_replace (rho * rho - rho * rho * rho * rho) with ((rho * rho) * (1 - rho * rho)) by ring.
    apply Qmult_le_0_compat; nra. }
  destruct (direct r); [destruct up as [h|]; [|discriminate]|]; qb.
  - (* direct *)
    set (B := (1 + w + (iw - 1) * rho) / K) in *.
    assert (B0 : 0 <= B).
    { unfold B. apply Qle_shift_div_l; [lra|]. assert (0 <= (iw - 1) * rho) by (apply Qmult_le_0_compat; lra).
      lra. }
    assert (E : (1 + w) * (1 / (2 * K) + 1 / K * U) + (iw - 1) * rho * (1 / (2 * K) + 1 / K * U) == (1 / 2 + U)
      * B).
    { unfold B. field. lra. }
    rewrite E.
    assert (0 <= B * (h - U)) by (apply Qmult_le_0_compat; lra).
    assert (0 <= R / 2 * ((rho * rho - rho * rho * rho * rho) * x * U)).
    { apply Qmult_le_0_compat; [now apply half|]. apply Qmult_le_0_compat; auto. apply Qmult_le_0_compat; lra. }
    lra.
  - (* packing *)
    set (c1 := (1 + 1 / K) / 2) in *. set (c2 := (1 + 2 / K) / 2) in *.
    assert (xU : 0 <= x * U) by (apply Qmult_le_0_compat; lra).
    assert (0 <= x * U * (R / 2 * (rho * rho - rho * rho * rho * rho) - c2 * (1 + w + (iw - 1) * rho * rho)))
      by (apply Qmult_le_0_compat; lra).
    lra.
Qed.

Definition rowat (rs : list row) (d : row) (j : nat) : row := nth j rs d.

Lemma rows_sound U rs d : upto lo up U -> forall x, 0 < x -> rows_ok R rho lo up x rs d = true ->
  forall j, row_fact U (qpow rho j * x) (rowat rs d j) /\ bottom_fact U (qpow rho j * x) (rowat rs d j) /\
            link_fact U (qpow rho j * x) (rowat rs d j) (rowat rs d (S j)).
Proof.
  intros HU. induction rs as [|r rest IH]; intros x Hx H j; cbn [rows_ok] in H; qb.
  - assert (E1 : rowat [] d j = d) by (unfold rowat; destruct j; auto).
    assert (E2 : rowat [] d (S j) = d) by reflexivity. rewrite E1, E2.
    assert (Hp := qpow_pos rho j Hrho).
    assert (Hp1 : qpow rho j <= 1).
    { clear - Hrho Hrho1. induction j; simpl; [lra|]. assert (P := qpow_pos rho j Hrho). nra. }
    assert (F : row_fact U (qpow rho j * x) d).
    { apply (row_sound U x); auto; [now apply Qmult_lt_0_compat|nra]. }
    split; auto. apply deep_sound; auto; [now apply row_fact_basic in F|]. now apply Qmult_lt_0_compat.
  - destruct j as [|j].
    + unfold rowat. simpl nth at 1 2. 
      assert (E : nth 1 (r :: rest) d = hd d rest) by (destruct rest; reflexivity). rewrite E.
      assert (F : row_fact U x r) by (apply (row_sound U x); auto; lra).
      assert (B : bottom_fact U x r) by (apply bottom_sound; auto).
      assert (G : link_fact U x r (hd d rest)) by (apply link_sound; auto).
      assert (Ex : x == qpow rho 0 * x) by (simpl; ring).
      split; [exact (row_fact_eq _ _ _ _ Ex F)|split; [exact (bottom_fact_eq _ _ _ _ Ex B)|]].
      exact (link_fact_eq _ _ _ _ _ Ex G).
    + assert (Hx' : 0 < rho * x) by now apply Qmult_lt_0_compat.
      destruct (IH (rho * x) Hx' H0 j) as [A [A2 B]].
      change (rowat (r :: rest) d (S j)) with (rowat rest d j).
      change (rowat (r :: rest) d (S (S j))) with (rowat rest d (S j)).
      assert (E : qpow rho j * (rho * x) == qpow rho (S j) * x) by (simpl; ring).
      split; [exact (row_fact_eq _ _ _ _ E A)|split; [exact (bottom_fact_eq _ _ _ _ E A2)|]].
      exact (link_fact_eq _ _ _ _ _ E B).
Qed.
End Sound.

Lemma boxes_sound R rho bs : 0 <= R -> 0 < rho -> rho < 1 -> forall lo U, 0 <= lo -> lo <= U ->
  boxes_ok R rho lo bs = true ->
  exists rs d, forall j, row_fact U (qpow rho j) (rowat rs d j) /\
    bottom_fact R rho U (qpow rho j) (rowat rs d j) /\
    link_fact R rho U (qpow rho j) (rowat rs d j) (rowat rs d (S j)).
Proof.
  intros HR H0 H1. induction bs as [|b rest IH]; intros lo U Hlo HU H; [discriminate|].
  cbn [boxes_ok] in H. apply andb_prop in H. destruct H as [A B].
  assert (K : upto lo (hi b) U \/ exists h, hi b = Some h /\ lo <= h /\ h <= U /\ boxes_ok R rho h rest = true).
  { unfold upto. destruct (hi b) as [h|]; [|left; auto]. qb.
    destruct (Qlt_le_dec U h); [left; split; auto; lra|right; exists h; auto]. }
  destruct K as [K|[h [Eh [Hlh [Hh Hr]]]]].
  - exists (rows b), (deep b). intros j.
    destruct (rows_sound R rho lo (hi b) HR H0 H1 Hlo U (rows b) (deep b) K 1 ltac:(lra) A j) as [C [C2 D]].
    assert (E : qpow rho j * 1 == qpow rho j) by ring.
    split; [exact (row_fact_eq _ _ _ _ E C)|split; [exact (bottom_fact_eq _ _ _ _ _ _ E C2)|]].
    exact (link_fact_eq _ _ _ _ _ _ _ E D).
  - apply (IH h U); auto; lra.
Qed.
