(* The flow time of GSA, phase by phase, against the lower bound on the optimum ([gsa_from_flow]): for any
   list of phases, each with a bound on M tau/k*, a weight for the inequality of the two means, a lower
   bound on the area of the jobs that reach it, and the rounds already charged ([chain] says how they must
   fit together).  The quadratic form of the tighter analysis is kept whole. *)

From Coq Require Import ZArith List Permutation Lia Bool QArith Lqa Arith.
From RatioLab Require Import Sums Rationals Model Checker Peak LowerBounds Pipeline Gsa.
Import ListNotations.
Open Scope Q_scope.

Local Notation "'#' z" := (inject_Z z) (at level 5, format "# z").

(* what the analysis knows about a phase: its slice tau, a bound on M tau / k*, the AM-GM weight,
   a lower bound on the doubled area of every job that reaches it, rounds already charged *)
Record phase := Phase { slice : Z; cost : Q; weight : Q; area : Q; paid : Q }.

Section Chain.
Variables (s M : Z) (R rl : Q).

Fixpoint chain (prev : Z) (carry aprev pprev : Q) (ph : list phase) : Prop :=
  match ph with
  | [] => True
  | f :: r =>
    (1 <= slice f)%Z /\ (s + slice f <= M)%Z /\
    (forall i, (0 <= i)%Z -> #(M * (i * slice f / kstar (slice f) s M)) <= #i * cost f) /\
    0 <= cost f /\ 0 < weight f /\
    (forall x, (prev < x)%Z -> area f <= #(area2 s x)) /\
    (1 + weight f) * cost f + carry <= R / 2 * (area f - aprev) /\
    (forall x, (prev < x)%Z -> #x + pprev <= rl * #x) /\
    pprev + #(slice f) <= paid f /\
    chain (slice f) ((/ weight f - 1) * cost f) (area f) (paid f) r
  end.
End Chain.

Section Bound.
Variables (I : instance) (order : nat -> list nat -> list nat) (R rl : Q).
Hypotheses (HI : valid I) (Hord : any_order order) (HR : 0 <= R).
Let s := prompt I.
Let M := budget I.
Let o := len I.
Let fl (l : list attempt) : Z := flow_time I l.
Let num (js : list nat) : Z := Z.of_nat (length js).
Let sumlen (js : list nat) : Z := lsum o js.
Let pr (js : list nat) : Z := pairs s (map o js).

Lemma fl_app l1 l2 : fl (l1 ++ l2) = (fl l1 + fl l2)%Z.
Proof. unfold fl, flow_time, completions. now rewrite filter_app, lsum_app. Qed.

(* one phase: the jobs that complete, D of them, have pipeline indices at most the last D *)
Lemma sps_flow k tau T c js : (1 <= k)%Z -> (1 <= tau)%Z -> (0 <= M)%Z -> 0 <= c ->
  (forall i, (0 <= i)%Z -> #(M * (i * tau / k)) <= #i * c) ->
  forall i, (0 <= i)%Z ->
  let done := filter (fun j => negb (tau <? o j)%Z) js in
  let left := filter (fun j => (tau <? o j)%Z) js in
  #(2 * M * fl (sps o k tau T i js)) <=
  c * #(num done * (2 * (i + num left) + num done - 1)) + #(2 * M * (T * num done + sumlen done)).
Proof.
  intros Hk Ht HM Hc0 Hc. induction js as [|j r IH]; intros i Hi done left.
  - change (fl (sps o k tau T i [])) with 0%Z. unfold done, left. cbn [filter].
    change (num []) with 0%Z. change (sumlen []) with 0%Z.
    replace (2 * M * 0)%Z with 0%Z by ring. replace (2 * M * (T * 0 + 0))%Z with 0%Z by ring.
    rewrite Z.mul_0_l. push. lra.
  - specialize (IH (i + 1)%Z ltac:(lia)). cbv zeta in IH. unfold done, left. cbn [filter].
    set (d := filter (fun j => negb (tau <? o j)%Z) r) in *.
    set (e := filter (fun j => (tau <? o j)%Z) r) in *.
    unfold fl, flow_time, completions in *. cbn [sps filter]. unfold complete at 1. simpl rounds. simpl job.
    fold o.
    destruct (tau <? o j)%Z eqn:E; [apply Z.ltb_lt in E|apply Z.ltb_ge in E]; simpl negb; cbv iota.
    + replace (Z.min (o j) tau =? o j)%Z with false by lia.
      eapply Qle_trans; [exact IH|]. 
      replace (num (j :: e)) with (num e + 1)%Z by (unfold num; simpl length; lia).
      replace (2 * (i + 1 + num e) + num d - 1)%Z with (2 * (i + (num e + 1)) + num d - 1)%Z by lia.
      apply Qle_refl.
    + replace (Z.min (o j) tau =? o j)%Z with true by lia. cbn [lsum].
      replace (num (j :: d)) with (num d + 1)%Z by (unfold num; simpl length; lia).
      replace (sumlen (j :: d)) with (o j + sumlen d)%Z by reflexivity.
      unfold finish at 1. simpl start. simpl rounds. rewrite Z.min_l by lia.
      specialize (Hc i Hi).
      set (F := lsum finish (filter (complete I) (sps o k tau T (i + 1) r))) in *.
      set (q := (i * tau / k)%Z) in *.
      assert (Hd : 0 <= # (num d)) by (apply (inj_le 0); unfold num; lia).
      assert (He : 0 <= # (num e)) by (apply (inj_le 0); unfold num; lia).
      assert (Hce : 0 <= c * #(num e)) by nra.
      unfold Z.sub in *. push. lra.
Qed.

Lemma pairs_filter_gap (p : nat -> bool) (b : Z) js :
  (forall j, In j js -> b <= area2 s (o j))%Z ->
  (pr (filter p js) + b * (num js * num js - num (filter p js) * num (filter p js)) <= pr js)%Z.
Proof.
  intros H. unfold pr, pairs.
  assert (E : forall l, lsum (fun x => lsum (fun y => Z.min (area2 s x) (area2 s y)) (map o l)) (map o l) =
                        (lsum (fun i => lsum (fun j => Z.min (area2 s (o i)) (area2 s (o j)) - b) l) l 
                         + b * (num l * num l))%Z).
  { intros l. rewrite lsum_map. 
    rewrite (lsum_ext _ (fun x => (lsum (fun j => Z.min (area2 s (o x)) (area2 s (o j)) - b) l + b * num l)%Z)).
    - rewrite lsum_add, lsum_const. unfold num. lia.
    - intros x _. rewrite lsum_map. unfold num. rewrite <- lsum_const, <- lsum_add. apply lsum_ext. intros; lia.
      }
  rewrite !E. 
  assert (G : (lsum (fun i => lsum (fun j => Z.min (area2 s (o i)) (area2 s (o j)) - b) (filter p js)) (filter p
    js) <=
               lsum (fun i => lsum (fun j => Z.min (area2 s (o i)) (area2 s (o j)) - b) js) js)%Z); [|lia].
  eapply Z.le_trans.
  - apply lsum_filter_le. intros x Hx. apply lsum_nonneg. intros y Hy. apply filter_In in Hy. 
    assert (A := H x Hx). assert (B := H y ltac:(tauto)). lia.
  - apply lsum_le. intros x Hx. apply lsum_filter_le. intros y Hy.
    assert (A := H x Hx). assert (B := H y Hy). lia.
Qed.

Lemma nothing (carry aprev pprev : Q) (T : Z) :
  #(2 * M * fl []) + carry * #(num [] * num []) <=
  R / 2 * (#(pr []) - aprev * #(num [] * num [])) +
  2 * #M * (#(T * num []) + rl * #(sumlen []) - pprev * #(num [])).
Proof.
  change (fl []) with 0%Z. change (num []) with 0%Z. change (pr []) with 0%Z. change (sumlen []) with 0%Z.
  rewrite !Z.mul_0_r. push. lra.
Qed.

(* [more]: slices nobody reaches any more *)
Lemma gsa_from_flow more ph : forall p T pend prev carry aprev pprev,
  chain s M R rl prev carry aprev pprev ph ->
  (forall j, In j pend -> (j < njobs I)%nat /\ (prev < o j)%Z /\ (o j <= last (map slice ph) 0)%Z) ->
  (0 <= prev)%Z -> (0 <= M)%Z ->
  #(2 * M * fl (gsa_from s M o order (map slice ph ++ more) p T pend)) + carry * #(num pend * num pend) <=
  R / 2 * (#(pr pend) - aprev * #(num pend * num pend)) +
  2 * #M * (#(T * num pend) + rl * #(sumlen pend) - pprev * #(num pend)).
Proof.
  assert (Hs : (0 <= s)%Z) by apply HI.
  induction ph as [|f ph IH]; intros p T pend prev carry aprev pprev Hch Hpend Hprev HM; cbn [map app gsa_from].
  - assert (pend = []) as ->.
    { destruct pend as [|j r]; auto. exfalso. destruct (Hpend j) as [H1 [H2 H3]]; [now left|]. simpl in H3. lia.
      }
    rewrite gsa_from_nil by auto. exact (nothing carry aprev pprev T).
  - assert (HP := Hord p pend).
    assert (En : num (order p pend) = num pend) by (unfold num; now rewrite (Permutation_length HP)).
    assert (Es : sumlen (order p pend) = sumlen pend) by (now apply lsum_perm).
    assert (Ep : pr (order p pend) = pr pend) by (now apply pairs_perm, Permutation_map).
    assert (Hjs : forall j, In j (order p pend) ->
             (j < njobs I)%nat /\ (prev < o j)%Z /\ (o j <= last (map slice (f :: ph)) 0)%Z).
    { intros j Hj. apply Hpend. now apply (Permutation_in _ HP). }
    rewrite <- En, <- Es, <- Ep. clear En Es Ep Hpend HP.
    destruct (order p pend) as [|j0 r0] eqn:EO.
    + exact (nothing carry aprev pprev T).
    + clear EO. set (js := j0 :: r0) in *. set (tau := slice f) in *. set (k := kstar tau s M) in *.
      destruct Hch as [C1 [C2 [C3 [C4 [C5 [C6 [C7 [C8 [C9 C10]]]]]]]]]. fold tau in C1, C2, C3, C9, C10.
      fold k in C3.
      assert (Hk : (1 <= k)%Z) by (apply kstar_pos; auto).
      set (T' := (T + (num js - 1) * tau / k + tau)%Z).
      change (T + (Z.of_nat (length js) - 1) * tau / k + tau)%Z with T'.
      set (later := filter (fun j => (tau <? o j)%Z) js).
      set (done := filter (fun j => negb (tau <? o j)%Z) js).
      assert (Hlater : forall j, In j later -> (j < njobs I)%nat /\ (tau < o j)%Z /\
        (o j <= last (map slice ph) 0)%Z).
      { intros j Hj. apply filter_In in Hj. destruct Hj as [Hj1 Hj2]. apply Z.ltb_lt in Hj2.
        destruct (Hjs j Hj1) as [A1 [A2 A3]]. repeat split; auto. now apply last_cons_le with tau. }
      assert (IH' := IH (S p) T' later tau _ _ _ C10 Hlater ltac:(lia) HM). clear IH.
      assert (Hsps := sps_flow k tau T (cost f) js Hk C1 HM C4 C3 0%Z ltac:(lia)). cbv zeta in Hsps.
      fold later in Hsps. fold done in Hsps.
      rewrite fl_app. set (g := fl (gsa_from s M o order (map slice ph ++ more) (S p) T' later)) in *.
      set (h := fl (sps o k tau T 0 js)) in *.
      (* numbers *)
      assert (HP := filter_split (fun j => (tau <? o j)%Z) js : Permutation (done ++ later) js).
      assert (N : (num js = num done + num later)%Z).
      { unfold num. rewrite <- (Permutation_length HP), app_length. lia. }
      assert (Y : (sumlen js = sumlen done + sumlen later)%Z).
      { unfold sumlen. rewrite <- (lsum_perm _ _ _ HP). apply lsum_app. }
      assert (Hgap : (pr later + area2 s (prev + 1) * (num js * num js - num later * num later) <= pr js)%Z).
      { apply pairs_filter_gap. intros j Hj. apply area2_mono; auto; [lia|]. destruct (Hjs j Hj). lia. }
      assert (Nd : (0 <= num done)%Z) by (unfold num; lia).
      assert (Nl : (0 <= num later)%Z) by (unfold num; lia).
      assert (Njs : (1 <= num js)%Z) by (unfold num, js; simpl length; lia).
      (* the shift of the later phases *)
      assert (Hshift := C3 (num js - 1)%Z ltac:(lia)).
      assert (Cf := C6 (prev + 1)%Z ltac:(lia)).
      (* the linear term of the jobs that complete *)
      assert (Hlin : #(sumlen done) + pprev * #(num done) <= rl * #(sumlen done)).
      { assert (Hin : forall j, In j done -> (prev < o j)%Z).
        { intros j Hj. apply filter_In in Hj. apply Hjs. tauto. }
        revert Hin. unfold sumlen, num. clear - C8. induction done as [|j r IHr]; intros Hin.
        - simpl. push. lra.
        - specialize (IHr (fun j Hj => Hin j (or_intror Hj))).
          assert (H := C8 (o j) (Hin j (or_introl eq_refl))).
          cbn [lsum length]. rewrite Nat2Z.inj_succ. unfold Z.succ. push. lra. }
      (* assemble *)
      set (D := #(num done)) in *. set (L := #(num later)) in *.
      assert (Qd : 0 <= D) by now apply (inj_le 0). assert (Ql : 0 <= L) by now apply (inj_le 0).
      assert (QN : #(num js) == D + L) by (rewrite N, inject_Z_plus; reflexivity).
      assert (QM : 0 <= #M) by now apply (inj_le 0).
      assert (Qgap : #(pr later) + area f * ((D + L) * (D + L) - L * L) <= #(pr js)).
      { apply inj_le in Hgap. unfold Z.sub in Hgap. rewrite inject_Z_plus, inject_Z_mult, inject_Z_plus,
          inject_Z_opp, !inject_Z_mult, QN in Hgap.
        fold L in Hgap. set (B := #(area2 s (prev + 1))) in *.
        assert (0 <= D * D + 2 * (D * L)).
        { assert (0 <= D * D) by apply qsquare. assert (0 <= D * L) by now apply Qmult_le_0_compat. lra. }
        assert (0 <= (B - area f) * ((D + L) * (D + L) - L * L)) by (apply Qmult_le_0_compat; lra). lra. }
      assert (Qam := amgm (weight f) (D + L) L C5).
      assert (Qw : 2 * (D * L) + D * D + 2 * ((D + L) * L) <= (1 + weight f) * ((D + L) * (D + L)) + (/ weight f
        - 1) * (L * L)) by lra.
      assert (Qcost : cost f * (2 * (D * L) + D * D + 2 * ((D + L) * L)) <=
                cost f * ((1 + weight f) * ((D + L) * (D + L)) + (/ weight f - 1) * (L * L))).
      { rewrite !(Qmult_comm (cost f)). now apply Qmult_le_compat_r. }
      assert (HT' : #T' == #T + #((num js - 1) * tau / k) + #tau) by (unfold T'; rewrite !inject_Z_plus;
        reflexivity).
      assert (Hsh : #M * #((num js - 1) * tau / k) <= (D + L - 1) * cost f).
      { unfold Z.sub in Hshift at 2. rewrite inject_Z_mult, inject_Z_plus, QN in Hshift. exact Hshift. }
      assert (Hsh2 : 2 * (#M * #((num js - 1) * tau / k)) * L <= 2 * ((D + L - 1) * cost f) * L).
      { apply Qmult_le_compat_r; [lra|auto]. }
      assert (Hgain : R / 2 * (#(pr later) - area f * (L * L))
        <= R / 2 * (#(pr js) - area f * ((D + L) * (D + L)))).
      { rewrite !(Qmult_comm (R / 2)). apply Qmult_le_compat_r; [lra|]. apply Qle_shift_div_l; lra. }
      assert (Hcond : ((1 + weight f) * cost f + carry) * ((D + L) * (D + L))
        <= R / 2 * (area f - aprev) * ((D + L) * (D + L))).
      { apply Qmult_le_compat_r; [exact C7|]. apply qsquare. }
      assert (Hpaid : #M * (L * (pprev + #tau)) <= #M * (L * paid f)) by (apply qmul_l; [auto|];
        now apply qmul_l).
      assert (Hlin2 : #M * (#(sumlen done) + pprev * D) <= #M * (rl * #(sumlen done))) by now apply qmul_l.
      assert (Hcl : 0 <= cost f * L) by now apply Qmult_le_0_compat.
      assert (Hcd : 0 <= cost f * D) by now apply Qmult_le_0_compat.
      clear - IH' Hsps HT' Hlin Qgap Qcost Hsh2 Hgain Hcond Hpaid Hlin2 Hcl Hcd QN Y.
      unfold Z.sub in Hsps. push. 
      rewrite HT' in IH'. rewrite QN, Y. push. fold D L in IH', Hsps. fold D L.
      lra.
Qed.
End Bound.
