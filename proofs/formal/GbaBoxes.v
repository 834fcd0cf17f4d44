(* Box certificates for GBA (Theorem D of the tighter analysis): the checker [batching_certificate_ok] and
   its soundness ([gba_competitive]). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds Pipeline Slices Gsa GsaCost Boxes
  PhaseCosts Gba GbaRatio.
Import ListNotations.
Open Scope Q_scope.

Local Notation "'#' z" := (inject_Z z) (at level 5, format "# z").

Section Checker.
Variables (R rho lo : Q) (up : option Q).
Definition grow_ok (x : Q) (r : row) : bool :=
  row_ok lo x r && linb lo up (R / 2 * rho - P0 r) (R / 2 * (rho * rho) * x - P1 r x).
Definition gdeep_ok (r : row) : bool :=
  if direct r
  then match up with Some h => Qle_bool ((1 / 2 + h) * (1 / #(par r))) (R / 2 * rho) | None => false end
  else Qle_bool (P0 r) (R / 2 * rho) && Qle_bool ((1 + 2 / #(par r)) / 2) (R / 2 * (rho * rho)).
Fixpoint grows_ok (x : Q) (rs : list row) (d : row) : bool :=
  match rs with
  | [] => row_ok lo x d && gdeep_ok d
  | r :: rest => grow_ok x r && grows_ok (rho * x) rest d
  end.
End Checker.

Fixpoint gboxes_ok (R rho lo : Q) (bs : list box) : bool :=
  match bs with
  | [] => false
  | b :: rest =>
    grows_ok R rho lo (hi b) 1 (rows b) (deep b) &&
    match hi b with None => true | Some h => Qle_bool lo h && gboxes_ok R rho h rest end
  end.

Definition batching_certificate_ok (R Rf : Q) (a b : Z) (bs : list box) : bool :=
  (1 <=? b)%Z && (b <? a)%Z && Qle_bool 0 R && Qle_bool R Rf &&
  Qle_bool (2 * (R / 3) + (1 + 1 / (1 - #b / #a))) Rf && gboxes_ok R (#b / #a) 0 bs.

Definition gba_fact (R rho U x : Q) (r : row) : Prop := P0 r + P1 r x * U
  <= R / 2 * (rho + rho * rho * (x * U)).

Lemma gba_fact_eq R rho U x y r : x == y -> gba_fact R rho U x r -> gba_fact R rho U y r.
Proof. unfold gba_fact, P1. intros E A. destruct (direct r); rewrite E in A; exact A. Qed.

Lemma grows_sound R rho lo up U rs d : 0 <= R -> 0 < rho -> rho < 1 -> 0 <= lo -> upto lo up U ->
  forall x, 0 < x -> grows_ok R rho lo up x rs d = true ->
  forall j, row_fact U (qpow rho j * x) (rowat rs d j) /\ gba_fact R rho U (qpow rho j * x) (rowat rs d j).
Proof.
  intros HR Hr0 Hr1 Hlo HU. induction rs as [|r rest IH]; intros x Hx H j; cbn [grows_ok] in H;
    apply andb_prop in H; destruct H as [H1 H2].
  - assert (E1 : rowat [] d j = d) by (destruct j; reflexivity). rewrite E1.
    assert (Hp := qpow_pos rho j Hr0).
    assert (Hp1 : qpow rho j <= 1).
    { clear - Hr0 Hr1. induction j; simpl; [lra|]. assert (P := qpow_pos rho j Hr0). nra. }
    assert (F : row_fact U (qpow rho j * x) d).
    { apply (row_sound lo up Hlo U x); auto; [now apply Qmult_lt_0_compat|nra]. }
    split; auto. set (y := qpow rho j * x) in *. assert (Hy : 0 < y) by now apply Qmult_lt_0_compat.
    assert (U0 : 0 <= U) by (destruct HU; lra). assert (yU : 0 <= y * U) by (apply Qmult_le_0_compat; lra).
    destruct F as [_ [K1 _]]. assert (Kq : 1 <= #(par d)) by now apply (inj_le 1).
    assert (r2 : 0 <= rho * rho) by apply qsquare. assert (R2 := half R HR).
    unfold gba_fact, gdeep_ok, P0, P1 in *. destruct (direct d); [destruct up as [h|]; [|discriminate]|]; qb.
    + assert (Ki : 0 < 1 / #(par d)) by (apply Qlt_shift_div_l; lra).
      assert (E : 1 / (2 * #(par d)) == (1 / 2) * (1 / #(par d))) by (field; lra). rewrite E.
      assert (0 <= (1 / #(par d)) * (h - U)) by (apply Qmult_le_0_compat; destruct HU; lra).
      assert (0 <= R / 2 * (rho * rho * (y * U))) by (apply Qmult_le_0_compat; auto;
        now apply Qmult_le_0_compat). lra.
    + assert (0 <= (y * U) * (R / 2 * (rho * rho) - (1 + 2 / #(par d)) / 2)) by (apply Qmult_le_0_compat; lra).
      lra.
  - destruct j as [|j].
    + unfold rowat. cbn [nth]. unfold grow_ok in H1. apply andb_prop in H1. destruct H1 as [H1 H3].
      assert (F : row_fact U x r) by (apply (row_sound lo up Hlo U x); auto; lra).
      apply (lin_sound lo up _ _ U HU) in H3.
      assert (G : gba_fact R rho U x r) by (unfold gba_fact; lra).
      assert (Ex : x == qpow rho 0 * x) by (simpl; ring).
      split; [exact (row_fact_eq _ _ _ _ Ex F)|exact (gba_fact_eq _ _ _ _ _ _ Ex G)].
    + assert (Hx' : 0 < rho * x) by now apply Qmult_lt_0_compat.
      destruct (IH (rho * x) Hx' H2 j) as [A B]. change (rowat (r :: rest) d (S j)) with (rowat rest d j).
      assert (E : qpow rho j * (rho * x) == qpow rho (S j) * x) by (simpl; ring).
      split; [exact (row_fact_eq _ _ _ _ E A)|exact (gba_fact_eq _ _ _ _ _ _ E B)].
Qed.

Lemma gboxes_sound R rho bs : 0 <= R -> 0 < rho -> rho < 1 -> forall lo U, 0 <= lo -> lo <= U ->
  gboxes_ok R rho lo bs = true ->
  exists rs d, forall j, row_fact U (qpow rho j) (rowat rs d j) /\ gba_fact R rho U (qpow rho j) (rowat rs d j).
Proof.
  intros HR H0 H1. induction bs as [|b rest IH]; intros lo U Hlo HU H; [discriminate|].
  cbn [gboxes_ok] in H. apply andb_prop in H. destruct H as [A B].
  assert (K : upto lo (hi b) U \/ exists h, hi b = Some h /\ lo <= h /\ h <= U /\
    gboxes_ok R rho h rest = true).
  { unfold upto. destruct (hi b) as [h|]; [|left; auto]. qb.
    destruct (Qlt_le_dec U h); [left; split; auto; lra|right; exists h; auto]. }
  destruct K as [K|[h [Eh [Hlh [Hh Hr]]]]].
  - exists (rows b), (deep b). intros j.
    destruct (grows_sound R rho lo (hi b) U (rows b) (deep b) HR H0 H1 Hlo K 1 ltac:(lra) A j) as [C D].
    assert (E : qpow rho j * 1 == qpow rho j) by ring.
    split; [exact (row_fact_eq _ _ _ _ E C)|exact (gba_fact_eq _ _ _ _ _ _ E D)].
  - apply (IH h U); auto; lra.
Qed.

Theorem gba_competitive R Rf a b bs : batching_certificate_ok R Rf a b bs = true ->
  forall I l order sched,
  valid I -> is_level a b (budget I - prompt I) l -> any_order order -> feasible I sched ->
  #(flow_time I (gba a b l I order)) <= Rf * #(flow_time I sched).
Proof.
  intros Hc I l order sched HI Hl Ho Hf. unfold batching_certificate_ok in Hc. qb.
  assert (Ha0 : 0 < #a) by (apply (inj_lt 0); lia). assert (Hb0 : 0 < #b) by (apply (inj_lt 0); lia).
  assert (Hab : #b < #a) by (rewrite <- Zlt_Qlt; lia).
  assert (r0 : 0 < #b / #a) by (apply Qlt_shift_div_l; lra).
  assert (r1 : #b / #a < 1) by (apply Qlt_shift_div_r; lra).
  assert (W1 : (0 <= budget I - prompt I)%Z) by (destruct HI; lia).
  assert (S1 : (1 <= 2 * prompt I + 1)%Z) by (destruct HI; lia).
  assert (U0 : 0 <= #(budget I - prompt I) / #(2 * prompt I + 1)).
  { apply inj_le in W1. apply inj_le in S1. change (#0) with 0 in *. change (#1) with 1 in *.
    apply Qle_shift_div_l; lra. }
  destruct (gboxes_sound R (#b / #a) bs ltac:(assumption) r0 r1 0 _ ltac:(lra) U0 ltac:(eassumption)) as [rs [d
    F]].
  assert (Erl : 2 * (R / 3) + PhaseCosts.rl a b <= Rf) by assumption.
  apply (gba_ratio I a b l 0 R rs d HI ltac:(lia) Hl ltac:(assumption) ltac:(lia)); auto.
  - intros j. destruct (F j) as [[F1 [F2 _]] _]. auto.
  - intros j Hj. apply (par_of_row I a b l 0 R rs d HI ltac:(lia) Hl ltac:(assumption) ltac:(lia)); [intros i;
      destruct (F i) as [[F1 [F2 _]] _]; auto|lia|apply F].
  - intros j. apply F.
  - intros j Hj. unfold PhaseCosts.tau, PhaseCosts.W. change (Z.of_nat 0) with 0%Z.
    rewrite Z.pow_0_r, Z.pow_0_r, Z.mul_1_r, Z.div_1_r. destruct (len_valid I j HI Hj). lia.
Qed.
