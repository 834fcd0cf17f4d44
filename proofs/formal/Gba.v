(* GBA, the geometric batching algorithm (Algorithm 3 of the paper), clairvoyant: one SPS call a nonempty
   length class, shortest class first; no job is ever killed.  Its schedules are feasible for every order
   inside the classes ([gba_feasible]). *)

From Coq Require Import ZArith List Permutation Lia Bool Arith.
From RatioLab Require Import Sums Model Checker Peak Pipeline Slices Gsa.
Import ListNotations.
Open Scope Z_scope.

Fixpoint gba_from (s M : Z) (o : nat -> Z) (order : nat -> list nat -> list nat)
    (taus : list Z) (p : nat) (T : Z) (pend : list nat) : list attempt :=
  match taus with
  | [] => []
  | tau :: rest =>
    let later := filter (fun j => tau <? o j) pend in
    match order p (filter (fun j => negb (tau <? o j)) pend) with
    | [] => gba_from s M o order rest (S p) T later
    | js =>
      let k := kstar tau s M in
      sps o k tau T 0 js ++
      gba_from s M o order rest (S p) (T + (Z.of_nat (length js) - 1) * tau / k + tau) later
    end
  end.

Definition gba (a b : Z) (l : nat) (I : instance) (order : nat -> list nat -> list nat) : list attempt :=
  gba_from (prompt I) (budget I) (len I) order (slices a b (budget I - prompt I) l) 0 0 (seq 0 (njobs I)).

(* GBA at alpha = a/b, with any order inside the classes *)
Definition GBA (a b : Z) : scheduler := fun I run =>
  exists l order, is_level a b (budget I - prompt I) l /\ any_order order /\ run = gba a b l I order.

Lemma NoDup_left {A} (l1 l2 : list A) : NoDup (l1 ++ l2) -> NoDup l1.
Proof.
  induction l1 as [|x r IH]; intros H; [constructor|]. simpl in H. inversion H as [|? ? H1 H2]; subst.
  constructor; auto. intros Hin. apply H1. apply in_or_app. now left.
Qed.

Lemma all_done (o : nat -> Z) tau js : (forall j, In j js -> o j <= tau) ->
  filter (fun j => negb (tau <? o j)) js = js.
Proof.
  induction js as [|j r IH]; intros H; [reflexivity|]. cbn [filter].
  assert (A := H j ltac:(now left)). replace (tau <? o j) with false by (symmetry; apply Z.ltb_ge; lia).
  simpl. f_equal. apply IH. intros; apply H; now right.
Qed.

Lemma none_left (o : nat -> Z) tau js : (forall j, In j js -> o j <= tau) ->
  filter (fun j => tau <? o j) js = [].
Proof.
  induction js as [|j r IH]; intros H; [reflexivity|]. cbn [filter].
  assert (A := H j ltac:(now left)). replace (tau <? o j) with false by (symmetry; apply Z.ltb_ge; lia).
  apply IH. intros; apply H; now right.
Qed.

Section Run.
Variables (I : instance) (order : nat -> list nat -> list nat).
Hypotheses (HI : valid I) (Hord : any_order order).
Let s := prompt I.
Let M := budget I.
Let o := len I.

Lemma class_le p tau pend : forall j, In j (order p (filter (fun j => negb (tau <? o j)) pend)) ->
  In j pend /\ o j <= tau.
Proof.
  intros j Hj. apply (Permutation_in _ (Hord _ _)) in Hj. apply filter_In in Hj. destruct Hj as [A B].
  split; auto. apply negb_true_iff in B. now apply Z.ltb_ge in B.
Qed.

Lemma class_perm p tau pend :
  Permutation (order p (filter (fun j => negb (tau <? o j)) pend) ++ filter (fun j => tau <? o j) pend) pend.
Proof.
  eapply Permutation_trans; [apply Permutation_app_tail, Hord|]. apply filter_split.
Qed.

Lemma gba_from_ok taus : forall p T pend,
  (forall tau, In tau taus -> 1 <= tau /\ s + tau <= M) ->
  (forall j, In j pend -> (j < njobs I)%nat /\ o j <= last taus 0) ->
  NoDup pend -> 0 <= T ->
  let g := gba_from s M o order taus p T pend in
  (forall a, In a g -> attempt_ok I a /\ T <= start a /\ In (job a) pend) /\
  (forall t, usage s g t <= M) /\
  ForallOrdPairs (successive I) g /\
  Permutation (map job (completions I g)) pend.
Proof.
  assert (Hs : 0 <= s) by apply HI. assert (HM : 0 <= M) by (destruct HI as [[? ?] _]; unfold M; lia).
  induction taus as [|tau rest IH]; intros p T pend Htaus Hpend Hnd HT; cbn [gba_from].
  - assert (pend = []) as ->.
    { destruct pend as [|j r]; auto. exfalso. destruct (Hpend j) as [H1 H2]; [now left|].
      assert (V := len_valid I j HI H1). simpl in H2. unfold o in H2. lia. }
    split; [intros a []|]. split; [intros t; exact HM|]. split; constructor.
  - destruct (Htaus tau) as [Ht HtM]; [now left|].
    set (k := kstar tau s M). set (later := filter (fun j => tau <? o j) pend).
    assert (Hcl := class_le p tau pend). assert (HP := class_perm p tau pend). fold later in HP.
    set (cls := order p (filter (fun j => negb (tau <? o j)) pend)) in *.
    assert (Hk : 1 <= k) by (apply kstar_pos; auto).
    assert (Hnapp : NoDup (cls ++ later)) by (apply (Permutation_NoDup (Permutation_sym HP)); auto).
    assert (Hlater : forall j, In j later -> (j < njobs I)%nat /\ o j <= last rest 0).
    { intros j Hj. apply filter_In in Hj. destruct Hj as [Hj1 Hj2]. apply Z.ltb_lt in Hj2.
      destruct (Hpend j Hj1). split; auto. now apply last_cons_le with tau. }
    assert (Hnl : NoDup later) by now apply NoDup_filter.
    assert (Hrest : forall t, In t rest -> 1 <= t /\ s + t <= M) by (intros; apply Htaus; now right).
    destruct cls as [|j0 r0] eqn:EC.
    + destruct (IH (S p) T later Hrest Hlater Hnl HT) as [G1 [G2 [G3 G4]]].
      split; [|split; [|split]]; auto.
      * intros a Ha. destruct (G1 a Ha) as [A1 [A2 A3]]. split; auto. split; auto. unfold later in A3.
        apply filter_In in A3. tauto.
      * now apply Permutation_trans with later.
    + set (js := j0 :: r0) in *.
      set (T' := T + (Z.of_nat (length js) - 1) * tau / k + tau).
      assert (HT' : T <= T').
      { unfold T'. assert (0 <= (Z.of_nat (length js) - 1) * tau / k); [|lia].
        apply Z.div_pos; [|lia]. unfold js. simpl length. nia. }
      destruct (IH (S p) T' later Hrest Hlater Hnl ltac:(lia)) as [G1 [G2 [G3 G4]]]. clear IH.
      set (g := gba_from s M o order rest (S p) T' later) in *.
      assert (S1 : forall a, In a (sps o k tau T 0 js) ->
                   T <= start a /\ finish a <= T' /\ In (job a) js /\ rounds a = Z.min (o (job a)) tau).
      { intros a Ha. assert (A1 := sps_starts o k tau T Hk Ht js 0 a ltac:(lia) Ha).
        assert (A2 := sps_ends o k tau T Hk Ht js 0 a Ha).
        destruct (sps_in o k tau T js 0 a Ha) as [x [_ [A3 [_ A4]]]]. repeat split; auto. }
      split; [|split; [|split]].
      * intros a Ha. apply in_app_or in Ha. destruct Ha as [Ha|Ha].
        -- destruct (S1 a Ha) as [A1 [A2 [A3 A4]]]. destruct (Hcl _ A3) as [B0 B2].
           destruct (Hpend _ B0) as [B1 _].
           assert (C := len_valid I _ HI B1). fold o in C.
           split; [|split]; auto. split; auto. split; [lia|]. fold o. rewrite A4. lia.
        -- destruct (G1 a Ha) as [A1 [A2 A3]]. split; auto. split; [lia|]. unfold later in A3.
           apply filter_In in A3. tauto.
      * intros t. rewrite usage_app. destruct (Z_lt_le_dec t T') as [L|L].
        -- rewrite (usage_zero s g t).
           ++ assert (F := sps_fits s o k tau T Hs Hk Ht M js t (kstar_fits tau s M Hk)). lia.
           ++ intros a Ha. destruct (G1 a Ha) as [_ [A2 _]]. lia.
        -- rewrite (usage_zero s (sps o k tau T 0 js) t).
           ++ specialize (G2 t). lia.
           ++ intros a Ha. destruct (S1 a Ha) as [_ [A2 _]]. lia.
      * apply ordered_pairs_app; auto.
        -- apply sps_distinct. exact (NoDup_left _ _ Hnapp).
        -- intros a b Ha Hb E. exfalso. destruct (S1 a Ha) as [_ [_ [A3 _]]]. destruct (G1 b Hb) as [_ [_ B3]].
           rewrite E in A3. destruct (Hcl _ A3) as [_ B]. unfold later in B3. apply filter_In in B3.
           destruct B3 as [_ B3].
           apply Z.ltb_lt in B3. lia.
      * unfold completions. rewrite filter_app, map_app.
        assert (E := sps_completions I k tau T js Ht 0). unfold completions in E. fold o in E. rewrite E.
        rewrite all_done by (intros j Hj; apply (Hcl j Hj)).
        apply Permutation_trans with (js ++ later); auto. now apply Permutation_app_head.
Qed.

Theorem gba_feasible a b l : 1 <= b < a -> is_level a b (budget I - prompt I) l ->
  feasible I (gba a b l I order).
Proof.
  intros Hab Hl. unfold gba.
  assert (W : 0 <= budget I - prompt I) by (destruct HI; lia).
  assert (W1 : 1 <= budget I - prompt I).
  { destruct Hl as [L _]. assert (P : 0 < a ^ Z.of_nat l) by (apply Z.pow_pos_nonneg; lia).
    assert (Q : 0 < b ^ Z.of_nat l) by (apply Z.pow_pos_nonneg; lia). nia. }
  destruct (gba_from_ok (slices a b (budget I - prompt I) l) 0 0 (seq 0 (njobs I))) as [G1 [G2 [G3 G4]]].
  - intros tau Ht. apply slices_range in Ht; auto. unfold s, M. lia.
  - intros j Hj. apply in_seq in Hj. split; [lia|]. rewrite slices_last.
    assert (V := len_valid I j HI ltac:(lia)). unfold o. lia.
  - apply seq_NoDup.
  - lia.
  - split; [|split; [|split]]; auto. intros x Hx. now apply G1.
Qed.

End Run.
