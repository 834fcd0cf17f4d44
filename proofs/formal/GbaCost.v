(* The flow time of GBA, class by class, against the lower bound on the optimum ([gba_from_flow]). *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds Pipeline Slices Gsa GsaCost Gba.
Import ListNotations.
Open Scope Q_scope.

Local Notation "'#' z" := (inject_Z z) (at level 5, format "# z").

Lemma gba_from_nil s M o order taus : any_order order -> forall p T, gba_from s M o order taus p T [] = [].
Proof.
  intros Ho. induction taus as [|tau rest IH]; intros p T; [reflexivity|]. cbn [gba_from filter].
  assert (E := Ho p []). apply Permutation_sym, Permutation_nil in E. rewrite E. apply IH.
Qed.

Section Cost.
Variables (I : instance) (order : nat -> list nat -> list nat).
Hypotheses (HI : valid I) (Hord : any_order order).
Let s := prompt I.
Let M := budget I.
Let o := len I.

Variables (R rl : Q).
Hypothesis (HR : 0 <= R).

Fixpoint gchain (prev : Z) (pprev : Q) (ph : list phase) : Prop :=
  match ph with
  | [] => True
  | f :: r =>
    (1 <= slice f)%Z /\ (s + slice f <= M)%Z /\
    (forall i, (0 <= i)%Z -> #(M * (i * slice f / kstar (slice f) s M)) <= #i * cost f) /\
    0 <= cost f /\
    (forall x, (prev < x)%Z -> area f <= #(area2 s x)) /\
    cost f <= R / 2 * area f /\
    (forall x, (prev < x)%Z -> #x + pprev <= rl * #x) /\
    pprev + #(slice f) <= paid f /\
    gchain (slice f) (paid f) r
  end.

Let num (js : list nat) : Z := Z.of_nat (length js).

(* [more]: slices nobody needs any more *)
Lemma gba_from_flow more ph : forall p T pend prev pprev,
  gchain prev pprev ph ->
  (forall j, In j pend -> (j < njobs I)%nat /\ (prev < o j)%Z /\ (o j <= last (map slice ph) 0)%Z) ->
  (0 <= prev)%Z -> (0 <= M)%Z ->
  #(2 * M * flow_time I (gba_from s M o order (map slice ph ++ more) p T pend)) <=
  R / 2 * #(pairs s (map o pend)) +
  2 * #M * (#(T * num pend) + rl * #(lsum o pend) - pprev * #(num pend)).
Proof.
  assert (Hs : (0 <= s)%Z) by apply HI.
  induction ph as [|f ph IH]; intros p T pend prev pprev Hch Hpend Hprev HM; cbn [map app gba_from].
  - assert (pend = []) as ->.
    { destruct pend as [|j r]; auto. exfalso. destruct (Hpend j) as [H1 [H2 H3]]; [now left|]. simpl in H3. lia.
      }
    rewrite gba_from_nil by auto. change (flow_time I []) with 0%Z. change (num []) with 0%Z. simpl map.
    change (pairs s []) with 0%Z. change (lsum o []) with 0%Z.
    rewrite !Z.mul_0_r. change (#0) with 0. lra.
  - set (tau := slice f) in *. set (k := kstar tau s M) in *.
    destruct Hch as [C1 [C2 [C3 [C4 [C6 [C7 [C8 [C9 C10]]]]]]]]. fold tau in C1, C2, C3, C9, C10. fold k in C3.
    assert (Hk : (1 <= k)%Z) by (apply kstar_pos; auto).
    assert (Hcl := class_le I order Hord p tau pend). assert (HP := class_perm I order Hord p tau pend).
    cbv zeta in Hcl, HP. fold o in Hcl, HP.
    set (later := filter (fun j => (tau <? o j)%Z) pend) in *.
    set (cls := order p (filter (fun j => negb (tau <? o j)) pend)) in *.
    assert (Hlater : forall j, In j later -> (j < njobs I)%nat /\ (tau < o j)%Z /\
      (o j <= last (map slice ph) 0)%Z).
    { intros j Hj. apply filter_In in Hj. destruct Hj as [Hj1 Hj2]. apply Z.ltb_lt in Hj2.
      destruct (Hpend j Hj1) as [A1 [A2 A3]]. repeat split; auto. now apply last_cons_le with tau. }
    assert (N : (num pend = num cls + num later)%Z).
    { unfold num. rewrite <- (Permutation_length HP), app_length. lia. }
    assert (Y : (lsum o pend = lsum o cls + lsum o later)%Z).
    { rewrite <- (lsum_perm _ _ _ HP). apply lsum_app. }
    assert (Hgap : (pairs s (map o later) + area2 s (prev + 1) * (num pend * num pend - num later * num later)
      <= pairs s (map o pend))%Z).
    { apply (pairs_filter_gap I (fun j => (tau <? o j)%Z)). intros j Hj. apply area2_mono; auto; [lia|].
      destruct (Hpend j Hj). fold o. lia. }
    assert (Nd : (0 <= num cls)%Z) by (unfold num; lia). assert (Nl : (0 <= num later)%Z) by (unfold num; lia).
    assert (Cf := C6 (prev + 1)%Z ltac:(lia)).
    set (D := #(num cls)) in *. set (L := #(num later)) in *.
    assert (Qd : 0 <= D) by now apply (inj_le 0). assert (Ql : 0 <= L) by now apply (inj_le 0).
    assert (QN : #(num pend) == D + L) by (rewrite N, inject_Z_plus; reflexivity).
    assert (QM : 0 <= #M) by now apply (inj_le 0).
    assert (Qsq : 0 <= (D + L) * (D + L) - L * L).
    { assert (0 <= D * D) by apply qsquare. assert (0 <= D * L) by now apply Qmult_le_0_compat. lra. }
    assert (Qgap : #(pairs s (map o later)) + area f * ((D + L) * (D + L) - L * L) <= #(pairs s (map o pend))).
    { apply inj_le in Hgap. unfold Z.sub in Hgap. rewrite inject_Z_plus, inject_Z_mult, inject_Z_plus,
        inject_Z_opp, !inject_Z_mult, QN in Hgap.
      fold L in Hgap. set (B := #(area2 s (prev + 1))) in *.
      assert (0 <= (B - area f) * ((D + L) * (D + L) - L * L)) by (apply Qmult_le_0_compat; lra). lra. }
    assert (R2 : 0 <= R / 2) by (apply Qle_shift_div_l; lra).
    assert (Hgain := qmul_l _ _ _ R2 Qgap).
    assert (Hcost : cost f * ((D + L) * (D + L) - L * L) <= R / 2 * area f * ((D + L) * (D + L) - L * L))
      by now apply Qmult_le_compat_r.
    assert (Hlin : #(lsum o cls) + pprev * D <= rl * #(lsum o cls)).
    { assert (Hin : forall j, In j cls -> (prev < o j)%Z) by (intros j Hj; apply Hpend; now apply Hcl).
      unfold D, num. revert Hin. clear - C8. induction cls as [|j r IHr]; intros Hin.
      - simpl. push. lra.
      - specialize (IHr (fun j Hj => Hin j (or_intror Hj))). assert (H := C8 (o j) (Hin j (or_introl eq_refl))).
        cbn [lsum length]. rewrite Nat2Z.inj_succ. unfold Z.succ. push. lra. }
    assert (Hpaid : #M * (L * (pprev + #tau)) <= #M * (L * paid f)) by (apply qmul_l; [auto|];
      now apply qmul_l).
    assert (Hlin2 : #M * (#(lsum o cls) + pprev * D) <= #M * (rl * #(lsum o cls))) by now apply qmul_l.
    assert (T0 : 0 <= #tau) by (apply (inj_le 0); lia).
    destruct cls as [|j0 r0] eqn:EC.
    + assert (IH' := IH (S p) T later tau _ C10 Hlater ltac:(lia) HM). clear IH.
      assert (D0 : D == 0) by reflexivity.
      assert (Hml : 0 <= #M * (L * #tau)) by (apply Qmult_le_0_compat; auto; now apply Qmult_le_0_compat).
      assert (QL : #(num pend) == L) by (rewrite QN, D0; ring).
      assert (Y2 : lsum o pend = lsum o later) by (rewrite Y; reflexivity).
      assert (C0 : (D + L) * (D + L) - L * L == 0) by (rewrite D0; ring). rewrite C0 in Hgain.
      clear - IH' Hgain Hpaid Hml QL Y2. rewrite Y2. rewrite !inject_Z_mult in *. rewrite QL. fold L in IH'.
      lra.
    + set (js := j0 :: r0) in *.
      set (T' := (T + (num js - 1) * tau / k + tau)%Z).
      change (T + (Z.of_nat (length js) - 1) * tau / k + tau)%Z with T'.
      assert (IH' := IH (S p) T' later tau _ C10 Hlater ltac:(lia) HM). clear IH.
      assert (Hsps := sps_flow I k tau T (cost f) js Hk C1 HM C4 C3 0%Z ltac:(lia)). cbv beta zeta in Hsps.
      fold o in Hsps. fold M in Hsps.
      rewrite (all_done o tau js), (none_left o tau js) in Hsps by (intros j Hj; apply (Hcl j Hj)).
      assert (Efl : flow_time I (sps o k tau T 0 js ++ gba_from s M o order (map slice ph ++ more) (S p) T'
        later) =
                    (flow_time I (sps o k tau T 0 js) + flow_time I (gba_from s M o order (map slice ph ++ more)
                      (S p) T' later))%Z).
      { unfold flow_time, completions. now rewrite filter_app, lsum_app. }
      rewrite Efl. set (g := flow_time I (gba_from s M o order (map slice ph ++ more) (S p) T' later)) in *.
      set (h := flow_time I (sps o k tau T 0 js)) in *.
      assert (Njs : (1 <= num js)%Z) by (unfold num, js; simpl length; lia).
      assert (Hshift := C3 (num js - 1)%Z ltac:(lia)).
      assert (HT' : #T' == #T + #((num js - 1) * tau / k) + #tau) by (unfold T'; rewrite !inject_Z_plus;
        reflexivity).
      assert (Hsh : #M * #((num js - 1) * tau / k) <= (D - 1) * cost f).
      { unfold Z.sub in Hshift at 2. rewrite inject_Z_mult, inject_Z_plus in Hshift. exact Hshift. }
      assert (Hsh2 : 2 * (#M * #((num js - 1) * tau / k)) * L <= 2 * ((D - 1) * cost f) * L)
        by (apply Qmult_le_compat_r; [lra|auto]).
      assert (Hcl2 : 0 <= cost f * L) by now apply Qmult_le_0_compat.
      assert (Hcd : 0 <= cost f * D) by now apply Qmult_le_0_compat.
      change (length (@nil nat)) with O in Hsps. change (Z.of_nat 0) with 0%Z in Hsps. 
      clear - IH' Hsps HT' Hgain Hcost Hsh2 Hpaid Hlin2 Hcl2 Hcd QN Y.
      change (Z.of_nat (length js)) with (num js) in Hsps.
      unfold Z.sub in Hsps. push. rewrite HT' in IH'. rewrite QN, Y. push. fold D L in IH', Hsps. fold D L. lra.
Qed.
End Cost.
